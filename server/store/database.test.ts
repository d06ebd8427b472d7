import { renameSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Database } from './database.ts';
import { migrate, readMigrations } from './migrations.ts';
import type { Row } from './rows.ts';
import { elsewhere, folder, key } from './store.fixture.ts';

const MIGRATIONS = readMigrations(path.resolve(import.meta.dirname, '../../prisma/migrations'));

function row(revision: number, name: string): Row {
  return {
    revision,
    ...key(name),
    type: 'ADDED',
    object: `{"n":${revision}}`,
    text: null,
    statusOnly: false,
    by: 'test',
    at: revision,
  };
}

async function revisionsOf(database: Database): Promise<number[]> {
  const rows: Row[] = [];
  await database.load((page) => rows.push(...page));
  return rows.map(({ revision }) => revision);
}

/** A database that refuses rows with the name `b`, and has row 1. */
async function refusing(): Promise<{ file: string; database: Database }> {
  const file = path.join(folder(), 'switchyard.db');
  migrate(file, MIGRATIONS);
  const database = new Database(file);
  await database.open();
  await database.append([row(1, 'a')]);
  elsewhere(
    file,
    "CREATE TRIGGER refuse BEFORE INSERT ON revision WHEN NEW.name = 'b' BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  return { file, database };
}

const insert = ({ revision, name, object, at }: Row): string =>
  `DROP TRIGGER refuse; INSERT INTO revision VALUES (${revision}, '', 'Service', 'default', '${name}', 'ADDED', '${object}', NULL, 0, 'test', ${at}, NULL)`;

test('rows whose commit reported an error and that are there were saved', async () => {
  const { file, database } = await refusing();
  await expect(database.append([row(2, 'b')])).rejects.toThrow();
  expect(await database.fateOf([row(2, 'b')])).toBe('not saved');
  elsewhere(file, insert(row(2, 'b')));
  expect(await database.fateOf([row(2, 'b')])).toBe('saved');
  await database.append([row(3, 'c')]);
  expect(await revisionsOf(database)).toEqual([1, 2, 3]);
  await database.close();
});

test('rows whose fate is unknown and that nobody was told of go with the next write', async () => {
  const { file, database } = await refusing();
  await expect(database.append([row(2, 'b')])).rejects.toThrow();
  renameSync(file, `${file}.away`);
  expect(await database.fateOf([row(2, 'b')])).toBe('unknown');
  renameSync(`${file}.away`, file);
  elsewhere(file, insert(row(2, 'b')));
  await database.append([row(3, 'c')]);
  expect(await revisionsOf(database)).toEqual([1, 3]);
  await database.close();
});
