import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { countersChecksum, rowChecksum } from './checksum.ts';
import { StoreUnavailable } from './errors.ts';
import type { Row } from './rows.ts';

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

/** SHA-256 of the SQL, as Prisma keeps it. */
export function migrationChecksum(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** Name to checksum of what was applied; empty in a new database. */
export function appliedMigrations(database: DatabaseSync): Map<string, string> {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = '_prisma_migrations'").get();
  if (table === undefined) return new Map();
  const rows = database
    .prepare(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    .all();
  return new Map(rows.map((row) => [String(row.migration_name), String(row.checksum)]));
}

/**
 * Brings a database file that `inspect` found sound to the newest migration, in WAL mode; each is one transaction together with its row in
 * `_prisma_migrations`.
 * @returns names that were applied now
 * @throws when a migration fails
 */
export function migrate(file: string, migrations: Migration[]): string[] {
  const database = new DatabaseSync(file, { timeout: 2000 });
  try {
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode;
    if (mode !== 'wal')
      throw new StoreUnavailable(`SQLite would not use write-ahead logging (journal_mode is ${String(mode)})`);
    database.exec('PRAGMA synchronous = FULL');
    const applied = appliedMigrations(database);
    const missing = migrations.filter(({ name }) => !applied.has(name));
    if (missing.length === 0) return [];
    database.exec(TABLE);
    for (const migration of missing) applyOne(database, migration);
    fillChecksums(database);
    return missing.map(({ name }) => name);
  } finally {
    database.close();
  }
}

function applyOne(database: DatabaseSync, { name, sql }: Migration): void {
  const started = Date.now();
  // IMMEDIATE: two processes that start at once must not both apply it
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(sql);
    database
      .prepare(
        'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)',
      )
      .run(randomUUID(), migrationChecksum(sql), Date.now(), name, started);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const COLUMNS = ['revision', 'group', 'kind', 'namespace', 'name', 'type', 'object', 'text', 'by', 'at'];

/** Rows from before there were checksums get theirs. */
function fillChecksums(database: DatabaseSync): void {
  const columns = database.prepare('PRAGMA table_info("revision")').all();
  if (!columns.some(({ name }) => name === 'checksum')) return;
  database.function('row_checksum', { deterministic: true }, (row) => rowChecksum(JSON.parse(String(row)) as Row));
  const pairs = COLUMNS.map((name) => `'${name}', "${name}"`).join(', ');
  const row = `json_object(${pairs}, 'statusOnly', json(iif("statusOnly", 'true', 'false')))`;
  database.exec('BEGIN IMMEDIATE');
  database.exec(`UPDATE "revision" SET "checksum" = row_checksum(${row}) WHERE "checksum" IS NULL`);
  const write = database.prepare('UPDATE "progress" SET "checksum" = ? WHERE id = ?');
  for (const found of database.prepare('SELECT id, newest, compacted, owner FROM "progress"').all()) {
    const counters = { newest: Number(found.newest), compacted: Number(found.compacted), owner: String(found.owner) };
    write.run(countersChecksum(counters), Number(found.id));
  }
  database.exec('COMMIT');
}
