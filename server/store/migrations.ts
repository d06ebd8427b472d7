import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from './errors.ts';

/** The table of `prisma migrate`, column for column, so that Prisma's tools see what was applied here. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

export interface Migration {
  name: string;
  sql: string;
}

/** Migrations of a folder in the form of `prisma/migrations`, oldest first. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'migration.sql')))
    .map((entry) => ({ name: entry.name, sql: readFileSync(path.join(folder, entry.name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Brings a database file to the newest migration; each is one transaction together with its row in `_prisma_migrations`.
 * Puts the file in WAL mode, and checks that it is sound.
 * @returns names that were applied now
 * @throws when the file is damaged, was edited by another version, or a migration fails
 */
export function migrate(file: string, migrations: Migration[]): string[] {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode;
    if (mode !== 'wal')
      throw new StoreUnavailable(`SQLite would not use write-ahead logging (journal_mode is ${String(mode)})`);
    database.exec('PRAGMA synchronous = FULL');
    const check = database.prepare('PRAGMA quick_check(1)').get()?.quick_check;
    if (check !== 'ok') throw new StoreUnavailable(`the database is damaged: ${String(check)}`);
    database.exec(TABLE);
    const applied = appliedMigrations(database);
    const known = new Set(migrations.map((migration) => migration.name));
    const unknown = [...applied.keys()].filter((name) => !known.has(name));
    if (unknown.length > 0) {
      throw new StoreUnavailable(
        `it was written by a newer version (migration ${unknown.join(', ')}); run that version, or use another data folder`,
      );
    }
    const done: string[] = [];
    for (const migration of migrations) {
      if (applyOne(database, migration, applied.get(migration.name))) done.push(migration.name);
    }
    return done;
  } finally {
    database.close();
  }
}

/** Name to checksum of what was applied. */
function appliedMigrations(database: DatabaseSync): Map<string, string> {
  const rows = database
    .prepare(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    .all();
  return new Map(rows.map((row) => [String(row.migration_name), String(row.checksum)]));
}

function applyOne(database: DatabaseSync, { name, sql }: Migration, known: string | undefined): boolean {
  const checksum = createHash('sha256').update(sql).digest('hex');
  if (known === checksum) return false;
  if (known !== undefined) throw new StoreUnavailable(`migration ${name} was edited after it had been applied`);
  const started = Date.now();
  // IMMEDIATE: two processes that start at once must not both apply it
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(sql);
    database
      .prepare(
        'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)',
      )
      .run(randomUUID(), checksum, Date.now(), name, started);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
  return true;
}
