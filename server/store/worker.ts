// The writer thread: it alone owns the database, because better-sqlite3 blocks the thread that calls it.
import { parentPort, workerData } from 'node:worker_threads';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaClient } from '../generated/prisma/client.ts';
import { explain, StoreUnavailable } from './errors.ts';
import { migrate, readMigrations } from './migrations.ts';
import type { Order, Report, Row, WriterData } from './rows.ts';

const PAGE = 1000;
const port = parentPort;
if (port === null) throw new Error('server/store/worker.ts is a worker thread; use openStore');
const { file, migrations } = workerData as WriterData;
const report = (message: Report): void => port.postMessage(message);

/** Opens a connection that survives a power cut, and proves it on the connection that is used. */
async function connect(): Promise<PrismaClient> {
  const client = new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: `file:${file}`, timeout: 5000 }) });
  await client.$executeRawUnsafe('PRAGMA synchronous = FULL');
  const [journal] = await client.$queryRawUnsafe<{ journal_mode: string }[]>('PRAGMA journal_mode');
  const [sync] = await client.$queryRawUnsafe<{ synchronous: bigint }[]>('PRAGMA synchronous');
  if (journal?.journal_mode !== 'wal' || Number(sync?.synchronous) !== 2) {
    await client.$disconnect();
    throw new StoreUnavailable(
      `SQLite would not be durable (journal_mode ${journal?.journal_mode ?? 'unknown'}, synchronous ${String(sync?.synchronous)})`,
    );
  }
  return client;
}

async function load(client: PrismaClient): Promise<void> {
  const progress = await client.progress.upsert({
    where: { id: 1 },
    create: { id: 1, newest: 0n, compacted: 0n },
    update: {},
  });
  let last = 0n;
  for (;;) {
    const page = await client.revision.findMany({
      where: { revision: { gt: last } },
      orderBy: { revision: 'asc' },
      take: PAGE,
    });
    report({ type: 'rows', rows: page.map((row) => ({ ...row, revision: Number(row.revision), at: Number(row.at) })) });
    last = page.at(-1)?.revision ?? last;
    if (page.length < PAGE) break;
  }
  const newest = Math.max(Number(progress.newest), Number(last));
  report({ type: 'ready', newest, compacted: Number(progress.compacted) });
}

async function append(client: PrismaClient, rows: Row[]): Promise<void> {
  const last = rows.at(-1);
  if (last === undefined) return;
  await client.$transaction([
    client.revision.createMany({ data: rows }),
    client.progress.update({ where: { id: 1 }, data: { newest: last.revision } }),
  ]);
}

/** Whether a batch whose commit reported an error is in the file after all. */
async function isThere(client: PrismaClient, rows: Row[]): Promise<boolean> {
  const last = rows.at(-1);
  if (last === undefined) return true;
  const found = await client.revision.findUnique({ where: { revision: last.revision } });
  return found !== null && Number(found.at) === last.at && found.object === last.object;
}

async function compact(client: PrismaClient, upTo: number): Promise<void> {
  await client.$transaction([
    client.$executeRaw`DELETE FROM "revision" WHERE "revision" <= ${upTo} AND ("type" = 'DELETED' OR EXISTS (
      SELECT 1 FROM "revision" AS newer WHERE newer."group" = "revision"."group" AND newer."kind" = "revision"."kind"
        AND newer."namespace" = "revision"."namespace" AND newer."name" = "revision"."name"
        AND newer."revision" > "revision"."revision" AND newer."revision" <= ${upTo}))`,
    client.progress.update({ where: { id: 1 }, data: { compacted: upTo } }),
  ]);
}

async function open(): Promise<PrismaClient | null> {
  try {
    migrate(file, readMigrations(migrations));
    const client = await connect();
    await load(client);
    return client;
  } catch (error) {
    report({ type: 'unusable', message: explain(file, 'open', error).message });
    return null;
  }
}

let client = await open();

/** A failed commit may leave the connection inside a transaction, so a new one takes over. */
async function reconnect(): Promise<PrismaClient> {
  await client?.$disconnect().catch(() => {});
  client = null;
  client = await connect();
  return client;
}

async function obey(order: Order): Promise<void> {
  if (order.type === 'append') {
    try {
      await append(client ?? (await reconnect()), order.rows);
      report({ type: 'appended' });
    } catch (error) {
      const there = await reconnect()
        .then((fresh) => isThere(fresh, order.rows))
        .catch(() => false);
      report(there ? { type: 'appended' } : { type: 'failed', message: explain(file, 'write', error).message });
    }
  } else if (order.type === 'compact') {
    try {
      await compact(client ?? (await reconnect()), order.upTo);
      report({ type: 'compacted' });
    } catch (error) {
      await reconnect().catch(() => {});
      report({ type: 'not compacted', message: explain(file, 'write', error).message });
    }
  } else {
    await client?.$disconnect();
    report({ type: 'closed' });
    port?.close();
  }
}

let turn: Promise<void> = Promise.resolve();
port.on('message', (order: Order) => {
  turn = turn.then(() => obey(order));
});
