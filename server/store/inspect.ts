import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { countersChecksum, rowChecksum } from './checksum.ts';
import { StoreUnavailable } from './errors.ts';
import { appliedMigrations, type Migration, migrationChecksum } from './migrations.ts';
import type { Row } from './rows.ts';
import { walDamage } from './wal-check.ts';

/** Source: sqlite.org/fileformat2.html, 1.3. */
const MAGIC = 'SQLite format 3\0';
const TABLES = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE '\\_prisma%' ESCAPE '\\'";
const WAL_AGAIN_MS = 100;

/** How long another process may hold the database locked, in milliseconds. */
const BUSY_MS = 2000;

/**
 * Looks whether a database file is ours and sound to the last byte of every row, without changing a byte of it: a damaged one has to stay as it is for whoever rescues
 * what it holds. An empty file is a new database.
 * @throws Error when it is damaged, of another program or of another version
 */
export async function inspect(file: string, migrations: Migration[]): Promise<void> {
  if (!statSync(file).isFile()) throw new StoreUnavailable('it is not a file', 'refused');
  const damage = await logDamage(file);
  if (damage !== null) throw new StoreUnavailable(damage, 'damaged');
  if (statSync(file).size === 0) return;
  if (!hasMagic(file)) throw new StoreUnavailable('the file is not an SQLite database', 'damaged');
  // read-only: closing another kind of connection would move the log into the file
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  try {
    const check = database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
    if (check !== 'ok') throw new StoreUnavailable(`the file is damaged: ${String(check)}`, 'damaged');
    checkOrigin(database, migrations);
    checkContent(database);
  } finally {
    database.close();
  }
}

async function logDamage(file: string): Promise<string | null> {
  const damage = walDamage(file);
  if (damage === null) return null;
  // a console that is just ending may have begun the log anew while it was read
  await wait(WAL_AGAIN_MS);
  return walDamage(file);
}

function hasMagic(file: string): boolean {
  const fd = openSync(file, 'r');
  try {
    const head = Buffer.alloc(MAGIC.length);
    readSync(fd, head, 0, head.length, 0);
    return head.toString('latin1') === MAGIC;
  } finally {
    closeSync(fd);
  }
}

/** A byte that flips in the schema makes no page unsound. Tables and indexes that somebody added are let be. */
function checkOrigin(database: DatabaseSync, migrations: Migration[]): void {
  const applied = appliedMigrations(database);
  const found = new Map(
    database
      .prepare(TABLES)
      .all()
      .map(({ name, sql }) => [name, sql]),
  );
  if (applied.size === 0 && found.size > 0)
    throw new StoreUnavailable(`it is the database of another program (it has the table ${firstOf(found)})`, 'foreign');
  const unknown = [...applied.keys()].filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0) {
    throw new StoreUnavailable(
      `it was written by a newer version (migration ${unknown.join(', ')}): run that version, or use another data folder`,
      'foreign',
    );
  }
  const edited = migrations.find(
    ({ name, sql }) => (applied.get(name) ?? migrationChecksum(sql)) !== migrationChecksum(sql),
  );
  if (edited !== undefined) {
    throw new StoreUnavailable(
      `migration ${edited.name} is not the one that made it: the migration was edited after it had been applied, or the database is of a version between releases`,
      'foreign',
    );
  }
  const model = new DatabaseSync(':memory:');
  for (const { name, sql } of migrations) if (applied.has(name)) model.exec(sql);
  const wrong = model
    .prepare(TABLES)
    .all()
    .filter(({ name, sql }) => found.get(name) !== sql);
  model.close();
  if (wrong.length > 0)
    throw new StoreUnavailable(`the file is damaged: ${String(wrong[0]?.name)} is not as it was made`, 'damaged');
}

/** Rows without a checksum came from a program that knows none. */
function checkContent(database: DatabaseSync): void {
  const columns = database.prepare('PRAGMA table_info("revision")').all();
  if (!columns.some(({ name }) => name === 'checksum')) return;
  for (const found of database.prepare('SELECT * FROM "revision" WHERE "checksum" IS NOT NULL').iterate()) {
    // what flipped may be the type of a value
    const row = { ...found, statusOnly: found.statusOnly === 1 } as unknown as Row;
    if (
      typeof row.object !== 'string' ||
      !(row.text === null || typeof row.text === 'string') ||
      rowChecksum(row) !== found.checksum
    ) {
      throw new StoreUnavailable(
        `the file is damaged: revision ${row.revision} (${row.kind} ${row.namespace}/${row.name}) does not fit its checksum`,
        'damaged',
      );
    }
  }
  for (const found of database.prepare('SELECT * FROM "progress" WHERE "checksum" IS NOT NULL').all()) {
    const counters = { newest: Number(found.newest), compacted: Number(found.compacted), owner: String(found.owner) };
    if (countersChecksum(counters) !== found.checksum)
      throw new StoreUnavailable('the file is damaged: its counters do not fit their checksum', 'damaged');
  }
}

function firstOf(tables: Map<unknown, unknown>): string {
  return String([...tables.keys()][0]);
}
