// Makes and checks migration SQL with Prisma's schema engine as WebAssembly: no engine is downloaded, no database is needed.
//   node scripts/migrate.mjs diff                 SQL from nothing to prisma/schema.prisma
//   node scripts/migrate.mjs diff OLD.prisma      SQL from an older schema, for example one from `git show HEAD:prisma/schema.prisma`
//   node scripts/migrate.mjs check FILE.db        SQL from a live database to the schema; empty when they agree
// Save the output as prisma/migrations/YYYYMMDDhhmmss_NAME/migration.sql; never edit one that was released.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';

const schemaFile = path.resolve(import.meta.dirname, '../prisma/schema.prisma');

const datamodel = (file) => ({
  tag: 'schemaDatamodel',
  files: [{ path: file, content: readFileSync(file, 'utf8') }],
});

async function openEngine(url) {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const { instance } = await WebAssembly.instantiate(readFileSync(path.join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': engineModule,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const factory = new PrismaBetterSqlite3({ url }, { shadowDatabaseUrl: ':memory:' });
  return engineModule.SchemaEngine.new(
    { datamodels: [[schemaFile, readFileSync(schemaFile, 'utf8')]] },
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
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout;
}

/** SQL that leads from a live database to the schema of this checkout. */
export function differenceFromDatabase(file) {
  const source = { ...datamodel(schemaFile), tag: 'schemaDatasource', configDir: path.dirname(schemaFile) };
  return difference(source, `file:${file}`);
}

if (import.meta.main) {
  const [command, file] = process.argv.slice(2);
  if (command === 'diff') console.log(await difference(file === undefined ? { tag: 'empty' } : datamodel(file)));
  else if (command === 'check' && file !== undefined) console.log(await differenceFromDatabase(file));
  else {
    console.error('usage: node scripts/migrate.mjs diff [OLD.prisma] | check FILE.db');
    process.exitCode = 1;
  }
}
