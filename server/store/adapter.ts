import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';

/**
 * Prisma's adapter, except that a failed transaction says why it failed: on a full disk SQLite ends the transaction by itself, the ROLLBACK that
 * Prisma sends has nothing to end, and its error would take the place of the one that matters.
 */
export class Adapter extends PrismaBetterSqlite3 {
  override async connect(): ReturnType<PrismaBetterSqlite3['connect']> {
    const adapter = await super.connect();
    const begin = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (level) => {
      const transaction = await begin(level);
      const execute = transaction.executeRaw.bind(transaction);
      transaction.executeRaw = async (query) => {
        try {
          return await execute(query);
        } catch (error) {
          if (query.sql !== 'ROLLBACK') throw error;
          return 0;
        }
      };
      return transaction;
    };
    return adapter;
  }
}
