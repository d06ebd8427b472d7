import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { countersChecksum, rowChecksum } from './checksum.ts';
import { migrate, readMigrations } from './migrations.ts';
import type { Row } from './rows.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations');
const COLUMNS = [
  'revision',
  'group',
  'kind',
  'namespace',
  'name',
  'type',
  'object',
  'text',
  'statusOnly',
  'by',
  'at',
  'checksum',
];
/** Places in the table that are looked at behind the last row that was found, where the database does not say where it ends. */
const BEYOND = 1_000_000;

/** What could be read of a damaged database. */
export interface Salvaged {
  /** Rows that fit their checksum. */
  rows: number;
  /** Revisions that are missing among those that history should hold; the objects that they changed may be in an older state. */
  missing: number[];
}

/**
 * Reads what can be read of a damaged database, row by row, and writes those that fit their checksum into a new one. The damaged one is not
 * touched: SQLite works on a copy.
 * @param target must not be there
 */
export function salvage(file: string, target: string): Salvaged {
  if (existsSync(target)) throw new Error(`${target} is there already; give another name`);
  const folder = mkdtempSync(path.join(path.dirname(path.resolve(target)), '.salvage-'));
  const copy = path.join(folder, 'copy.db');
  try {
    for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
    const { rows, compacted } = readAll(copy);
    migrate(target, readMigrations(MIGRATIONS));
    chmodSync(target, 0o600);
    write(target, rows, compacted);
    const there = new Set(rows.map(({ revision }) => revision));
    const newest = Math.max(0, ...there);
    const missing: number[] = [];
    for (let revision = compacted + 1; revision <= newest; revision++) if (!there.has(revision)) missing.push(revision);
    return { rows: rows.length, missing };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Found = Row & { checksum: number };

function readAll(copy: string): { rows: Found[]; compacted: number } {
  const database = new DatabaseSync(copy);
  try {
    const rows: Found[] = [];
    // one place after the other, since a page that cannot be read must not end the rest
    const one = database.prepare('SELECT * FROM "revision" NOT INDEXED WHERE rowid = ?');
    const { newest, compacted } = countersIn(database);
    // a place for each revision, at most
    const said = Math.max(newest, lastPlaceIn(database));
    let last = 0;
    for (let place = 1; place <= (said > 0 ? said : last + BEYOND); place++) {
      const row = readOne(() => one.get(place));
      if (row === null) continue;
      last = place;
      rows.push(row);
    }
    return { rows: rows.sort((a, b) => a.revision - b.revision), compacted };
  } finally {
    database.close();
  }
}

function readOne(read: () => Record<string, unknown> | undefined): Found | null {
  try {
    const found = read();
    if (found === undefined) return null;
    const row = { ...found, statusOnly: found.statusOnly === 1 } as unknown as Found;
    return rowChecksum(row) === row.checksum ? row : null;
  } catch {
    return null;
  }
}

/** 0 where they cannot be read or do not fit their checksum. */
function countersIn(database: DatabaseSync): { newest: number; compacted: number } {
  try {
    const found = database.prepare('SELECT newest, compacted, owner, checksum FROM "progress"').get();
    const counters = {
      newest: Number(found?.newest),
      compacted: Number(found?.compacted),
      owner: String(found?.owner),
    };
    if (countersChecksum(counters) === found?.checksum) return counters;
  } catch {
    // answered below
  }
  return { newest: 0, compacted: 0 };
}

/** The last place in the table, 0 where it cannot be read. */
function lastPlaceIn(database: DatabaseSync): number {
  try {
    return Number(database.prepare('SELECT max(rowid) AS last FROM "revision" NOT INDEXED').get()?.last ?? 0);
  } catch {
    return 0;
  }
}

function write(target: string, rows: Found[], compacted: number): void {
  const database = new DatabaseSync(target);
  try {
    const names = COLUMNS.map((name) => `"${name}"`).join(', ');
    const insert = database.prepare(
      `INSERT OR IGNORE INTO "revision" (${names}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
    );
    const newest = Math.max(compacted, ...rows.slice(-1).map(({ revision }) => revision));
    database.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    for (const row of rows) {
      const values: Record<string, unknown> = { ...row, statusOnly: row.statusOnly ? 1 : 0 };
      insert.run(...COLUMNS.map((name) => values[name] as SQLInputValue));
    }
    const counters = { newest, compacted, owner: '' };
    database
      .prepare('INSERT INTO "progress" (id, newest, compacted, owner, checksum) VALUES (1, ?, ?, ?, ?)')
      .run(newest, compacted, '', countersChecksum(counters));
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}
