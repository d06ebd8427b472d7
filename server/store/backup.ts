import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { countersChecksum } from './checksum.ts';
import { explain } from './errors.ts';
import { inspect } from './inspect.ts';
import { migrate, readMigrations } from './migrations.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations');
const ENDS = ['', '-wal', '-shm'];
/** Numbers that are left out after a restore: more than a console gives while somebody reads this. */
const GAP = 1000;

/** What a database holds. */
export interface Contents {
  objects: number;
  revision: number;
}

const NEWER = `SELECT 1 FROM "revision" AS newer WHERE newer."group" = "revision"."group" AND newer."kind" = "revision"."kind"
  AND newer."namespace" = "revision"."namespace" AND newer."name" = "revision"."name" AND newer."revision" > "revision"."revision"`;

function contentsOf(database: DatabaseSync): Contents {
  const objects = database
    .prepare(`SELECT count(*) AS n FROM "revision" WHERE "type" <> 'DELETED' AND NOT EXISTS (${NEWER})`)
    .get()?.n;
  return { objects: Number(objects ?? 0), revision: newestOf(database) };
}

function newestOf(database: DatabaseSync): number {
  const row = database
    .prepare('SELECT max(newest) AS counted, (SELECT max(revision) FROM revision) AS given FROM progress')
    .get();
  return Math.max(Number(row?.counted ?? 0), Number(row?.given ?? 0));
}

/**
 * Copies a database as it is at one moment, also while a console writes to it, and checks the copy.
 * @param target must not be there
 * @throws StoreUnavailable
 */
export async function backUp(file: string, target: string): Promise<Contents> {
  if (existsSync(target)) throw explain(target, 'write', new Error('there is a file of that name already'));
  try {
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
    const source = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
    try {
      source.prepare('VACUUM INTO ?').run(target);
    } finally {
      source.close();
    }
    chmodSync(target, 0o600);
    sync(target);
    await inspect(target, readMigrations(MIGRATIONS));
    const copy = new DatabaseSync(target, { readOnly: true });
    try {
      return contentsOf(copy);
    } finally {
      copy.close();
    }
  } catch (error) {
    rmSync(target, { force: true });
    throw explain(existsSync(file) ? target : file, existsSync(file) ? 'write' : 'open', error);
  }
}

/** What a restore did. */
export interface Restored extends Contents {
  /** Where the database that was there before is now; null when there was none. */
  aside: string | null;
}

/**
 * Puts a backup in the place of a database that no console uses. What was there is moved aside. No revision is given twice: numbers go on behind
 * those of both, and whoever watched before the restore is told 410 and lists anew.
 * @param known newest revision that is known from elsewhere, for example from the proxy's snapshot
 * @throws StoreUnavailable, and nothing has changed
 */
export async function restore(backup: string, file: string, known = 0): Promise<Restored> {
  const beside = `${file}.restoring`;
  try {
    const migrations = readMigrations(MIGRATIONS);
    await inspect(backup, migrations);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    rmSync(beside, { force: true });
    for (const end of ENDS) if (existsSync(backup + end)) copyFileSync(backup + end, beside + end);
    chmodSync(beside, 0o600);
    migrate(beside, migrations);
    const contents = renumber(beside, Math.max(known, newestIn(file)));
    sync(beside);
    return { ...contents, aside: replace(file, beside) };
  } catch (error) {
    throw explain(backup, 'open', error);
  } finally {
    for (const end of ENDS) rmSync(beside + end, { force: true });
  }
}

/** The newest revision of a database that may be damaged or not there: as far as it says. */
function newestIn(file: string): number {
  if (!existsSync(file)) return 0;
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
    try {
      return newestOf(database);
    } finally {
      database.close();
    }
  } catch {
    return 0;
  }
}

/** Forgets history, so that nobody goes on from a revision that now means something else. */
function renumber(file: string, known: number): Contents {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA synchronous = FULL');
    database.exec('BEGIN IMMEDIATE');
    const newest = Math.max(known, newestOf(database)) + GAP;
    database.exec(`DELETE FROM "revision" WHERE EXISTS (${NEWER}); DELETE FROM "revision" WHERE "type" = 'DELETED'`);
    const counters = { newest, compacted: newest, owner: '' };
    database.exec('DELETE FROM "progress"');
    database
      .prepare('INSERT INTO "progress" (id, newest, compacted, owner, checksum) VALUES (1, ?, ?, ?, ?)')
      .run(newest, newest, '', countersChecksum(counters));
    database.exec('COMMIT');
    return contentsOf(database);
  } finally {
    database.close();
  }
}

/** @returns where the file that was there before is now */
function replace(file: string, by: string): string | null {
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:]/g, '')
    .replace('T', '-');
  const aside = existsSync(file) ? `${file}.before-${time}` : null;
  // the log first: with the file alone, nobody takes it for a database without a log
  for (const end of ENDS.toReversed())
    if (aside !== null && existsSync(file + end)) renameSync(file + end, aside + end);
  renameSync(by, file);
  sync(path.dirname(file));
  return aside;
}

function sync(file: string): void {
  const fd = openSync(file, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
