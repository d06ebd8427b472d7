// Makes and checks migration SQL with Prisma's schema engine as WebAssembly: no engine is downloaded, no database is needed.
//   node scripts/migrate.mjs diff                 SQL from nothing to prisma/schema.prisma
//   node scripts/migrate.mjs diff OLD.prisma      SQL from an older schema, for example one from `git show HEAD:prisma/schema.prisma`
//   node scripts/migrate.mjs check FILE.db        SQL from a live database to the schema; empty when they agree
//   node scripts/migrate.mjs status FILE.db       what `prisma migrate status` says of a database
//   node scripts/migrate.mjs postgresql           SQL from nothing to the same schema in PostgreSQL
// Save the output as prisma/migrations/YYYYMMDDhhmmss_NAME/migration.sql; never edit one that was released.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';

const schemaFile = path.resolve(import.meta.dirname, '../prisma/schema.prisma');
const migrationFolder = path.resolve(import.meta.dirname, '../prisma/migrations');
const filters = { externalTables: [], externalEnums: [] };

const datamodel = (file, content = readFileSync(file, 'utf8')) => ({
  tag: 'schemaDatamodel',
  files: [{ path: file, content }],
});

let loaded;

/** The engine, once for the process: its glue holds one instance. */
async function loadEngine() {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const { instance } = await WebAssembly.instantiate(readFileSync(path.join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': engineModule,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

async function openEngine(url, schema = readFileSync(schemaFile, 'utf8')) {
  loaded ??= loadEngine();
  await loaded;
  const factory = new PrismaBetterSqlite3({ url }, { shadowDatabaseUrl: ':memory:' });
  return engineModule.SchemaEngine.new(
    { datamodels: [[schemaFile, schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/** SQL that leads from `from` to the schema of this checkout. */
export async function difference(from, url = 'file::memory:') {
  const engine = await openEngine(url);
  const result = await engine.diff({
    from,
    to: datamodel(schemaFile),
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters,
  });
  return result.stdout;
}

/** SQL that leads from a live database to the schema of this checkout. */
export function differenceFromDatabase(file) {
  const source = { ...datamodel(schemaFile), tag: 'schemaDatasource', configDir: path.dirname(schemaFile) };
  return difference(source, `file:${file}`);
}

/** SQL from nothing to the schema of this checkout in PostgreSQL. */
export async function postgresql() {
  const schema = readFileSync(schemaFile, 'utf8').replace('provider = "sqlite"', 'provider = "postgresql"');
  const engine = await openEngine('file::memory:', schema);
  const result = await engine.diff({
    from: { tag: 'empty' },
    to: datamodel(schemaFile, schema),
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters,
  });
  return result.stdout;
}

/** What `prisma migrate status` asks the engine: migrations that are missing in a database, that were edited, or that failed. */
export async function migrationStatus(file) {
  const engine = await openEngine(`file:${file}`);
  const names = readdirSync(migrationFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const read = (name) => readFileSync(path.join(migrationFolder, name), 'utf8');
  return engine.diagnoseMigrationHistory({
    migrationsList: {
      baseDir: migrationFolder,
      shadowDbInitScript: '',
      lockfile: { path: 'migration_lock.toml', content: read('migration_lock.toml') },
      migrationDirectories: names
        .map(({ name }) => name)
        .sort()
        .map((name) => ({
          path: name,
          migrationFile: {
            path: 'migration.sql',
            content: { tag: 'ok', value: read(path.join(name, 'migration.sql')) },
          },
        })),
    },
    optInToShadowDatabase: false,
    filters,
  });
}

if (import.meta.main) {
  const [command, file] = process.argv.slice(2);
  if (command === 'diff') console.log(await difference(file === undefined ? { tag: 'empty' } : datamodel(file)));
  else if (command === 'check' && file !== undefined) console.log(await differenceFromDatabase(file));
  else if (command === 'postgresql') console.log(await postgresql());
  else if (command === 'status' && file !== undefined) {
    const { history, editedMigrationNames, failedMigrationNames } = await migrationStatus(file);
    const fine = history === null && editedMigrationNames.length + failedMigrationNames.length === 0;
    console.log(fine ? 'Database schema is up to date!' : { history, editedMigrationNames, failedMigrationNames });
    process.exitCode = fine ? 0 : 1;
  } else {
    console.error('usage: node scripts/migrate.mjs diff [OLD.prisma] | check FILE.db | status FILE.db | postgresql');
    process.exitCode = 1;
  }
}
