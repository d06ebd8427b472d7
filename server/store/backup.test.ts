import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { backUp, restore } from './backup.ts';
import { salvage } from './salvage.ts';
import { folder, harm, key, open, put } from './store.fixture.ts';
import { openStore } from './store.ts';
import { RevisionGone, type Store } from './types.ts';

/** Pairs of objects, some changed, some deleted, some with a text. */
async function filled(file: string): Promise<Store> {
  const store = await openStore({ file });
  for (let n = 0; n < 10; n++)
    await store.write([put(`a${n}`, n, undefined, `# ${n}\nkind: Service\n`), put(`b${n}`, n)]);
  await store.write([put('a1', 81, '*'), { type: 'delete', key: key('b1'), by: 'test' }]);
  return store;
}

const names = (store: Store): string[] => store.all().map(({ metadata }) => metadata.name);

test("a backup is taken while the store is written, is whole, and is its owner's alone", async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await filled(file);
  const target = path.join(folder(), 'backups', 'one.db');
  const writing = (async () => {
    for (let n = 0; n < 50; n++) await store.write([put('pair-a', n, '*'), put('pair-b', n, '*')]);
  })();
  const { revision } = await backUp(file, target);
  await writing;
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.dirname(target))).toEqual(['one.db']);
  const copy = await open({ file: target });
  expect(copy.revision).toBe(revision);
  expect(copy.get(key('pair-a'))?.spec).toEqual(copy.get(key('pair-b'))?.spec);
  expect(copy.since(0)).toEqual(store.since(0).slice(0, revision));
  await store.close();
  await expect(backUp(file, target)).rejects.toThrow('there is a file of that name already');
  await expect(backUp(path.join(folder(), 'none.db'), path.join(folder(), 'x.db'))).rejects.toThrow(
    /none.db cannot be opened/,
  );
});

test('a restore moves aside what was there, gives no number twice, and tells who watched to list anew', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const before = await filled(file);
  const backup = path.join(folder(), 'backup.db');
  await backUp(file, backup);
  const held = before.all();
  await before.write([put('later')]);
  const { revision } = before;
  await before.close();
  const bytes = readFileSync(file);

  const { aside, objects } = await restore(backup, file, 500);
  expect(objects).toBe(held.length);
  expect(aside).toMatch(/switchyard\.db\.before-\d{8}-\d{6}$/);
  expect(readFileSync(aside ?? '').equals(bytes)).toBe(true);
  const after = await open({ file });
  expect(after.all()).toEqual(held);
  expect(after.text(key('a2'))).toBe('# 2\nkind: Service\n');
  expect(() => after.since(revision)).toThrow(RevisionGone);
  expect(after.since(after.revision)).toEqual([]);
  const [event] = await after.write([put('new')]);
  expect(event?.revision).toBeGreaterThan(1500);
});

test('what is no sound backup is not restored, and nothing changes', async () => {
  const file = path.join(folder(), 'switchyard.db');
  await (await filled(file)).close();
  const bytes = readFileSync(file);
  const broken = path.join(folder(), 'broken.db');
  copyFileSync(file, broken);
  harm(broken, 'a5');
  await expect(restore(broken, file)).rejects.toThrow(/broken.db cannot be opened: the file is damaged: revision \d+/);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(readdirSync(path.dirname(file))).toEqual(['switchyard.db']);
});

test('a damaged database names its newest backup', async () => {
  const file = path.join(folder(), 'switchyard.db');
  await (await filled(file)).close();
  const backups = path.join(path.dirname(file), 'backups');
  for (const time of ['20260101-000000', '20260102-000000'])
    await backUp(file, path.join(backups, `switchyard-${time}.db`));
  harm(file, 'a5');
  await expect(openStore({ file })).rejects.toThrow(`npm run restore -- ${backups}/switchyard-20260102-000000.db`);
});

test('salvage takes every row that fits its checksum, names what is missing, and leaves the damaged file as it is', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await filled(file);
  const events = store.since(0);
  await store.close();
  harm(file, 'a5');
  const bytes = readFileSync(file);
  const target = path.join(folder(), 'rescued.db');
  const lost = events.find((event) => event.key.name === 'a5')?.revision;
  expect(salvage(file, target)).toEqual({ rows: events.length - 1, missing: [lost] });
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(readdirSync(path.dirname(target))).toEqual(['rescued.db']);
  const rescued = await open({ file: target });
  expect(rescued.since(0)).toEqual(events.filter(({ revision }) => revision !== lost));
  expect(names(rescued)).not.toContain('a5');
  expect(() => salvage(file, target)).toThrow('is there already');
});

test('salvage gets through a page of nothing, and what it wrote can be restored', async () => {
  const file = path.join(folder(), 'switchyard.db');
  const store = await openStore({ file });
  for (let n = 0; n < 200; n++) await store.write([put(`a${n}`, n)]);
  const all = store.all().map((object) => JSON.stringify(object));
  await store.close();
  const bytes = readFileSync(file);
  const page = Math.floor(bytes.indexOf('"name":"a100"') / 4096) * 4096;
  bytes.fill(0, page, page + 4096);
  writeFileSync(file, bytes);
  const target = path.join(folder(), 'rescued.db');
  const { rows, missing } = salvage(file, target);
  expect(rows).toBeGreaterThan(150);
  expect(missing).toContain(101);
  expect(rows + missing.length).toBe(200);
  await restore(target, file);
  const again = await open({ file });
  expect(again.all()).toHaveLength(rows);
  for (const object of again.all()) expect(all).toContain(JSON.stringify(object));
  expect(existsSync(file)).toBe(true);
});
