import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { PrismaClient } from '../generated/prisma/client.ts';
import { Adapter } from './adapter.ts';
import { type Counters, countersChecksum, rowChecksum } from './checksum.ts';
import { StoreUnavailable } from './errors.ts';
import type { Row } from './rows.ts';

const PAGE = 1000;
const PAGE_BYTES = 4096;
/** The log is cut to this size, in bytes, after a large transaction. */
const LOG_BYTES = 16 << 20;
/** How many numbers a statement takes at most. */
const CHUNK = 500;

/** What became of rows whose transaction reported an error. */
export type Fate = 'saved' | 'not saved' | 'unknown';

/**
 * The tables, on one connection at a time. Used by the writer thread alone, one call after the other.
 * A transaction that failed may leave its connection unusable, so that the next one runs on another.
 */
export class Database {
  readonly #file: string;
  readonly #mostBytes: number | undefined;
  readonly #owner = randomUUID();
  #client: PrismaClient | null = null;
  /** Newest revision that is known to be in the file, and how far it was compacted. */
  #newest = 0;
  #compacted = 0;
  /** Rows beyond `#newest` may be in the file, which nobody was told of. */
  #doubtful = false;
  /** Inodes of the file and of its log, once it is written. */
  #inode = 0;
  #log: number | null = null;

  /** @param mostBytes largest size of the file; a write beyond it fails as on a full disk */
  constructor(file: string, mostBytes?: number) {
    this.#file = file;
    this.#mostBytes = mostBytes;
  }

  /** Takes the database over from whoever wrote before: what that one still writes fails from here on. */
  async open(): Promise<Counters> {
    const client = await this.#connect();
    this.#client = client;
    this.#inode = inodeOf(this.#file) ?? 0;
    const found = await client.progress.findUnique({ where: { id: 1 } });
    const before = {
      newest: Number(found?.newest ?? 0),
      compacted: Number(found?.compacted ?? 0),
      owner: found?.owner ?? '',
    };
    const mine = { ...before, owner: this.#owner };
    const data = { owner: this.#owner, checksum: countersChecksum(mine) };
    await client.progress.upsert({
      where: { id: 1 },
      create: { id: 1, newest: 0n, compacted: 0n, ...data },
      update: data,
    });
    this.#newest = before.newest;
    this.#compacted = before.compacted;
    return mine;
  }

  /** Gives all rows, oldest first, a page at a time. @returns the newest revision that was ever given */
  async load(take: (rows: Row[]) => void): Promise<number> {
    const client = await this.ready();
    for (let last = 0n; ;) {
      const page = await client.revision.findMany({
        where: { revision: { gt: last } },
        orderBy: { revision: 'asc' },
        take: PAGE,
      });
      take(
        page.map(({ checksum: _checksum, ...row }) => ({ ...row, revision: Number(row.revision), at: Number(row.at) })),
      );
      last = page.at(-1)?.revision ?? last;
      if (page.length < PAGE) {
        this.#newest = Math.max(this.#newest, Number(last));
        return this.#newest;
      }
    }
  }

  /** Makes sure that the database can be written to. @throws when it cannot, and nothing was tried */
  async ready(): Promise<PrismaClient> {
    if (inodeOf(this.#file) !== this.#inode) throw moved(this.#file);
    // SQLite goes on writing into a file that has lost its name, and what it writes is gone at the next start
    if (this.#log !== null && inodeOf(`${this.#file}-wal`) !== this.#log) throw moved(`${this.#file}-wal`);
    return this.#client ?? (await this.#reconnect());
  }

  /** Writes rows in one transaction. @throws whatever the database says; `fateOf` tells what became of the rows */
  async append(rows: Row[]): Promise<void> {
    const last = rows.at(-1);
    if (last === undefined) return;
    const client = await this.ready();
    const createMany = client.revision.createMany({
      data: rows.map((row) => ({ ...row, checksum: rowChecksum(row) })),
    });
    const count = this.#count(client, { newest: last.revision });
    await (this.#doubtful
      ? client.$transaction([
          client.revision.deleteMany({ where: { revision: { gt: this.#newest } } }),
          createMany,
          count,
        ])
      : client.$transaction([createMany, count]));
    this.#saved(last);
  }

  /** What became of rows whose `append` failed. Puts another connection in place. */
  async fateOf(rows: Row[]): Promise<Fate> {
    const last = rows.at(-1);
    if (last === undefined) return 'saved';
    try {
      const client = await this.#reconnect();
      const found = await client.revision.findUnique({ where: { revision: last.revision } });
      if (found === null || Number(found.at) !== last.at || found.object !== last.object) return 'not saved';
      this.#saved(last);
      return 'saved';
    } catch {
      this.#doubtful = true;
      return 'unknown';
    }
  }

  /** Removes rows that no reader needs any more, and notes that history before `upTo` is gone. */
  async compact(upTo: number, gone: number[]): Promise<void> {
    const client = await this.ready();
    const chunks = Array.from({ length: Math.ceil(gone.length / CHUNK) }, (_, n) =>
      gone.slice(n * CHUNK, (n + 1) * CHUNK),
    );
    try {
      await client.$transaction([
        ...chunks.map((chunk) => client.revision.deleteMany({ where: { revision: { in: chunk } } })),
        this.#count(client, { compacted: upTo }),
      ]);
    } catch (error) {
      await this.#reconnect().catch(() => {});
      throw error;
    }
    this.#compacted = upTo;
  }

  async close(): Promise<void> {
    await this.#client?.$disconnect();
    this.#client = null;
  }

  /** Moves the counters on, if this process still is the one that writes. */
  #count(client: PrismaClient, change: Partial<Counters>): ReturnType<PrismaClient['progress']['update']> {
    const counters = { newest: this.#newest, compacted: this.#compacted, owner: this.#owner, ...change };
    return client.progress.update({
      where: { id: 1, owner: this.#owner },
      data: { newest: counters.newest, compacted: counters.compacted, checksum: countersChecksum(counters) },
    });
  }

  #saved(last: Row): void {
    this.#newest = last.revision;
    this.#doubtful = false;
    this.#log ??= inodeOf(`${this.#file}-wal`);
  }

  /** The new connection comes before the old one goes: closing the last one would need the disk. */
  async #reconnect(): Promise<PrismaClient> {
    const before = this.#client;
    this.#client = null;
    this.#log = null;
    try {
      this.#client = await this.#connect();
      return this.#client;
    } finally {
      await before?.$disconnect().catch(() => {});
    }
  }

  /** Opens a connection that survives a power cut, and proves it on the connection that is used. */
  async #connect(): Promise<PrismaClient> {
    const adapter = new Adapter({ url: `file:${this.#file}`, timeout: 5000, fileMustExist: true });
    const client = new PrismaClient({ adapter, errorFormat: 'minimal' });
    try {
      await client.$executeRawUnsafe('PRAGMA synchronous = FULL');
      await client.$queryRawUnsafe(`PRAGMA journal_size_limit = ${LOG_BYTES}`);
      if (this.#mostBytes !== undefined)
        await client.$queryRawUnsafe(`PRAGMA max_page_count = ${Math.ceil(this.#mostBytes / PAGE_BYTES)}`);
      const [journal] = await client.$queryRawUnsafe<{ journal_mode: string }[]>('PRAGMA journal_mode');
      const [sync] = await client.$queryRawUnsafe<{ synchronous: bigint }[]>('PRAGMA synchronous');
      if (journal?.journal_mode === 'wal' && Number(sync?.synchronous) === 2) return client;
      throw new StoreUnavailable(
        `SQLite would not be durable (journal_mode ${journal?.journal_mode ?? 'unknown'}, synchronous ${String(sync?.synchronous)})`,
      );
    } catch (error) {
      await client.$disconnect().catch(() => {});
      throw error;
    }
  }
}

function inodeOf(file: string): number | null {
  try {
    return statSync(file).ino;
  } catch {
    return null;
  }
}

function moved(file: string): StoreUnavailable {
  const how = inodeOf(file) === null ? 'removed' : 'replaced';
  return new StoreUnavailable(`${path.basename(file)} was ${how} while it was in use`, 'moved');
}
