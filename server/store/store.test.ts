import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { difference, differenceFromDatabase, migrationStatus, postgresql } from '../../scripts/migrate.mjs';
import { storeFile } from './location.ts';
import { migrate, readMigrations } from './migrations.ts';
import { elsewhere, folder, key, open, put, service } from './store.fixture.ts';
import { openStore } from './store.ts';
import { RevisionGone, StoreConflict, type StoreEvent } from './types.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations');

test('objects, texts, history and the revision counter are the same after a restart', async () => {
  const file = path.join(folder(), 'data', 'switchyard.db');
  const first = await openStore({ file });
  await first.write([put('a', 80, undefined, '# mine\nkind: Service\n'), put('b')]);
  await first.write([put('a', 81, '1')]);
  await first.write([{ type: 'delete', key: key('b'), by: 'test' }]);
  const events = first.since(0);
  await first.close();
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const second = await open({ file });
  expect(second.revision).toBe(4);
  expect(second.all()).toEqual(first.all());
  expect(second.all().map((object) => object.metadata.resourceVersion)).toEqual(['3']);
  expect(second.text(key('a'))).toBeUndefined();
  expect(second.since(0)).toEqual(events);
  expect(events.map((event) => `${event.revision} ${event.type} ${event.key.name}`)).toEqual([
    '1 ADDED a',
    '2 ADDED b',
    '3 MODIFIED a',
    '4 DELETED b',
  ]);
  expect(events[3]?.object.metadata.resourceVersion).toBe('4');
  expect(events[2]?.previous?.spec).toEqual({ ports: [{ port: 80 }] });
});

test('the authored text is kept byte for byte', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const text = '# a comment\r\nkind: Service   \n\u00e9\u{1f600}\n\n';
  const store = await openStore({ file });
  await store.write([put('a', 80, undefined, text)]);
  await store.close();
  expect((await open({ file })).text(key('a'))).toBe(text);
});

test('a transaction with a conflict writes nothing, and the next revision is not lost', async () => {
  const store = await open({ file: path.join(folder(), 'switchyard.db') });
  await store.write([put('a')]);
  await expect(store.write([put('b'), put('a')])).rejects.toBeInstanceOf(StoreConflict);
  await expect(store.write([put('a', 1, '7')])).rejects.toBeInstanceOf(StoreConflict);
  await expect(store.write([{ type: 'delete', key: key('zz'), expect: '1', by: 'test' }])).rejects.toBeInstanceOf(
    StoreConflict,
  );
  expect(store.get(key('b'))).toBeUndefined();
  const [event] = await store.write([put('c')]);
  expect(event?.revision).toBe(2);
});

test('checks see writes that are still on their way, in call order', async () => {
  const store = await open({ file: path.join(folder(), 'switchyard.db') });
  const results = await Promise.allSettled([
    store.write([put('a')]),
    store.write([put('a')]),
    store.write([put('a', 2, '1')]),
    store.write([put('a', 3, '1')]),
    store.write([{ type: 'delete', key: key('a'), expect: '2', by: 'test' }]),
    store.write([put('a', 4)]),
  ]);
  expect(results.map((result) => result.status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
  expect(store.get(key('a'))?.spec).toEqual({ ports: [{ port: 4 }] });
});

test('who lost finds in memory what it lost against', async () => {
  const store = await open({ file: path.join(folder(), 'switchyard.db') });
  const winner = store.write([put('a', 5)]);
  await store.write([put('a', 6)]).catch(() => {});
  expect(store.get(key('a'))?.spec).toEqual({ ports: [{ port: 5 }] });
  await winner;
});

test('subscribers hear every event once, in order, and memory already shows it', async () => {
  const store = await open({ file: path.join(folder(), 'switchyard.db') });
  const heard: StoreEvent[] = [];
  const end = store.subscribe((events) => {
    for (const event of events) expect(store.get(event.key)).toBe(event.object);
    heard.push(...events);
  });
  await Promise.all(Array.from({ length: 50 }, (_, n) => store.write([put(`s${n}`)])));
  end();
  await store.write([put('after')]);
  expect(heard.map((event) => event.revision)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
});

test('what is read is frozen', async () => {
  const store = await open({ file: path.join(folder(), 'switchyard.db') });
  const given = service('a');
  await store.write([{ type: 'put', key: key('a'), object: given, by: 'test' }]);
  const read = store.get(key('a'));
  expect(() => {
    (read!.spec as { ports: unknown[] }).ports.push(1);
  }).toThrow(TypeError);
  given.metadata.name = 'changed';
  expect(store.get(key('a'))?.metadata.name).toBe('a');
});

test('compaction keeps the newest of each object and the last revisions; older ones are gone', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await openStore({ file, history: 10 });
  await store.write([put('old'), put('dead')]);
  await store.write([{ type: 'delete', key: key('dead'), by: 'test' }]);
  for (let n = 0; n < 13; n += 1) await store.write([put('busy', n, '*')]);
  expect(() => store.since(1)).toThrow(RevisionGone);
  expect(() => store.since(1)).toThrow('too old resource version: 1 (6)');
  expect(store.since(6)).toHaveLength(10);
  await store.close();

  const reopened = await open({ file, history: 10 });
  expect(reopened.revision).toBe(16);
  expect(reopened.all().map((object) => object.metadata.name)).toEqual(['busy', 'old']);
  expect(() => reopened.since(5)).toThrow(RevisionGone);
  expect(reopened.since(6).map((event) => event.revision)).toEqual(Array.from({ length: 10 }, (_, n) => n + 7));
  expect(reopened.since(6)[0]?.previous?.spec).toEqual({ ports: [{ port: 2 }] });
  const database = new DatabaseSync(file, { readOnly: true });
  expect(database.prepare('SELECT revision FROM revision WHERE revision <= 6 ORDER BY 1').all()).toEqual([
    { revision: 1 },
    { revision: 6 },
  ]);
  database.close();
});

test('the counter never goes back, even when nothing is left', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await openStore({ file });
  await store.write([put('a')]);
  await store.write([{ type: 'delete', key: key('a'), by: 'test' }]);
  await store.close();
  const database = new DatabaseSync(file);
  database.exec('DELETE FROM revision');
  database.close();
  const reopened = await open({ file });
  expect(reopened.revision).toBe(2);
  const [event] = await reopened.write([put('a')]);
  expect(event?.revision).toBe(3);
});

test('the applied migrations are what the schema says, and stand in the table of Prisma', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await openStore({ file });
  await store.close();
  const database = new DatabaseSync(file);
  const rows = database.prepare('SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations').all();
  expect(rows.map((row) => row.migration_name)).toEqual(
    readdirSync(MIGRATIONS)
      .filter((name) => !name.includes('.'))
      .sort(),
  );
  expect(rows[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
  expect(await migrationStatus(file)).toEqual({
    hasMigrationsTable: true,
    history: null,
    editedMigrationNames: [],
    failedMigrationNames: [],
  });
  expect(await differenceFromDatabase(file)).toContain('This is an empty migration');
  database.exec("INSERT INTO _prisma_migrations VALUES ('x', 'x', 1, '29990101000000_future', NULL, NULL, 1, 1)");
  database.close();
  await expect(openStore({ file })).rejects.toThrow('written by a newer version (migration 29990101000000_future)');
});

test('Prisma tells a database that is behind, and the same schema makes the same columns in PostgreSQL', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const known = readMigrations(MIGRATIONS);
  migrate(file, known.slice(0, 1));
  const { history } = await migrationStatus(file);
  expect(history).toMatchObject({
    diagnostic: 'databaseIsBehind',
    unappliedMigrationNames: known.slice(1).map(({ name }) => name),
  });
  const columns = (sql: string | null): string[] =>
    (sql ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    "'))
      .map((line) => line.replace(/ PRIMARY KEY( AUTOINCREMENT)?|,$/g, '').trim());
  expect(columns(await postgresql())).toEqual(columns(await difference({ tag: 'empty' })));
});

test('a damaged file is refused with its path and what to do, and stays as it is', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const bytes = Buffer.alloc(8192, 'not a database ');
  writeFileSync(file, bytes);
  await expect(openStore({ file })).rejects.toThrow(new RegExp(`${file}.*not an SQLite database.*move it away`));
  expect(readFileSync(file).equals(bytes)).toBe(true);
  const below = path.join(file, 'below', 'switchyard.db');
  await expect(openStore({ file: below })).rejects.toThrow(below);
});

test('a write that the database refuses changes nothing, says why, and later writes succeed', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await open({ file });
  await store.write([put('a')]);
  elsewhere(
    file,
    "CREATE TRIGGER full BEFORE INSERT ON revision WHEN NEW.name = 'b' BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
  );
  const failed = await Promise.allSettled([store.write([put('c'), put('b')]), store.write([put('d')])]);
  expect(failed[0]).toMatchObject({ status: 'rejected' });
  expect(String((failed[0] as PromiseRejectedResult).reason)).toMatch(
    new RegExp(`${file}.*disk is full.*Nothing of this change was saved`),
  );
  expect(store.all().map((object) => object.metadata.name)).not.toContain('c');
  const before = store.revision;
  elsewhere(file, 'DROP TRIGGER full');
  const [event] = await store.write([put('b'), put('c')]);
  expect(event?.revision).toBeGreaterThan(before);
  await store.close();
  const database = new DatabaseSync(file, { readOnly: true });
  expect(database.prepare("SELECT count(*) AS n FROM revision WHERE name IN ('b', 'c')").get()?.n).toBe(2);
  database.close();
});

test('DATABASE_URL wins over the data folder', () => {
  expect(storeFile('/data', undefined)).toBe('/data/switchyard.db');
  expect(storeFile('/data', 'file:/elsewhere/x.db')).toBe('/elsewhere/x.db');
  expect(storeFile('/data', 'file:///elsewhere/x.db')).toBe('/elsewhere/x.db');
  expect(() => storeFile('/data', 'postgresql://db/x')).toThrow('DATABASE_URL must be file:PATH');
});

test('kill -9 of a writing process loses nothing that was acknowledged', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const script = fileURLToPath(new URL('./write-until-killed.fixture.ts', import.meta.url));
  for (let round = 0; round < 2; round += 1) {
    const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.split('\n').length > 200) child.kill('SIGKILL');
      });
      child.once('close', () => resolve());
    });
    const acknowledged = output
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' '));
    expect(acknowledged.length).toBeGreaterThan(199);
    const store = await openStore({ file });
    const events = new Map(store.since(0).map((event) => [event.revision, event]));
    for (const [revision, name] of acknowledged) expect(events.get(Number(revision))?.key.name).toBe(name);
    // a transaction writes a pair: both or none
    for (const event of events.values()) {
      if (event.key.name.endsWith('-1'))
        expect(events.get(event.revision + 1)?.key.name).toBe(event.key.name.replace(/-1$/, '-2'));
    }
    expect(events.size % 2).toBe(0);
    await store.close();
  }
  expect(existsSync(file)).toBe(true);
});
