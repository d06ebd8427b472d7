import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Database } from './database.ts';
import { explain, StoreUnavailable } from './errors.ts';
import { inspect } from './inspect.ts';
import { migrate, readMigrations } from './migrations.ts';
import type { Row } from './rows.ts';
import { folder, harm, key, lastingFolder, lockElsewhere, open, put } from './store.fixture.ts';
import { openStore } from './store.ts';

const MIGRATIONS = readMigrations(path.resolve(import.meta.dirname, '../../prisma/migrations'));
/** For longer runs: DAMAGE_RUNS=100 does a hundred times as many. */
const TIMES = Number(process.env.DAMAGE_RUNS ?? 1);
const ENDS = ['', '-wal', '-shm'];

/** What a file holds, read as the writer thread reads it, or why it is refused. */
async function read(file: string): Promise<{ rows: Row[]; compacted: number } | StoreUnavailable> {
  const database = new Database(file);
  try {
    await inspect(file, MIGRATIONS);
    migrate(file, MIGRATIONS);
    const { compacted } = await database.open();
    const rows: Row[] = [];
    await database.load((page) => rows.push(...page));
    return { rows, compacted };
  } catch (error) {
    return explain(file, 'open', error);
  } finally {
    await database.close();
  }
}

async function refusalOf(file: string): Promise<string> {
  const found = await read(file);
  return found instanceof StoreUnavailable ? found.message : 'not refused';
}

/** What a database and its log hold, short enough to be printed. The index of the log is no content. */
function contentOf(file: string): string[] {
  return ENDS.slice(0, 2).map((end) => {
    const bytes = existsSync(file + end) ? readFileSync(file + end) : Buffer.alloc(0);
    return `${bytes.length} bytes, ${createHash('sha256').update(bytes).digest('hex')}`;
  });
}

/** A database as a clean end leaves it, and as kill -9 does: with everything still in the log. */
let closed: string;
let killed: string;
let whole: Row[];
beforeAll(async () => {
  const file = path.join(lastingFolder(), 'switchyard.db');
  const store = await openStore({ file, history: 20 });
  const text = '# a comment\nkind: Service\n';
  for (let n = 0; n < 30; n++)
    await store.write([put(`a${n % 7}`, n, '*', n % 3 === 0 ? text : undefined), put(`b${n}`)]);
  await store.write([{ type: 'delete', key: key('b3'), by: 'test' }]);
  killed = `${file}.killed`;
  for (const end of ENDS) copyFileSync(file + end, killed + end);
  await store.close();
  closed = file;
  const found = await read(closed);
  if (found instanceof StoreUnavailable) throw found;
  whole = found.rows;
  expect(whole.length).toBeGreaterThan(40);
});

/** A copy to be damaged. */
function copyOf(file: string): string {
  const copy = path.join(folder(), 'switchyard.db');
  for (const end of ENDS) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
  return copy;
}

/** Either everything is there or the file is refused by name and stays as it is. */
async function expectNoLoss(copy: string): Promise<'whole' | 'refused'> {
  const before = contentOf(copy);
  const found = await read(copy);
  if (!(found instanceof StoreUnavailable)) {
    expect(found.rows).toEqual(whole);
    return 'whole';
  }
  expect(found.message).toContain(copy);
  expect(found.message).toContain('left as it is');
  expect(contentOf(copy)).toEqual(before);
  return 'refused';
}

const flip = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  mask: fc.integer({ min: 1, max: 255 }),
});

function flipBytes(file: string, flips: { at: number; mask: number }[]): void {
  const bytes = readFileSync(file);
  for (const { at, mask } of flips) bytes[Math.floor(at * bytes.length)]! ^= mask;
  writeFileSync(file, bytes);
}

describe('a damaged file is refused, or everything in it is right', () => {
  test('flipped bytes in the database', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 3 }), async (flips) => {
        const copy = copyOf(closed);
        flipBytes(copy, flips);
        if ((await expectNoLoss(copy)) === 'refused') refused++;
      }),
      { numRuns: 120 * TIMES },
    );
    expect(refused).toBeGreaterThan(20);
  });

  test('flipped bytes in the log of a process that was killed', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 2 }), async (flips) => {
        const copy = copyOf(killed);
        flipBytes(`${copy}-wal`, flips);
        if ((await expectNoLoss(copy)) === 'refused') refused++;
      }),
      { numRuns: 20 * TIMES },
    );
    expect(refused).toBeGreaterThan(8);
  });

  test('a block of nothing, as a bad sector leaves it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1000 }), fc.constantFrom(512, 4096), async (block, size) => {
        const copy = copyOf(closed);
        const bytes = readFileSync(copy);
        const at = (block * size) % bytes.length;
        bytes.fill(0, at, at + size);
        writeFileSync(copy, bytes);
        await expectNoLoss(copy);
      }),
      { numRuns: 40 * TIMES },
    );
  });

  test('a file or a log that was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.boolean(), async (share, log) => {
        const copy = copyOf(log ? killed : closed);
        const cut = log ? `${copy}-wal` : copy;
        truncateSync(cut, Math.floor(readFileSync(cut).length * share));
        expect(await expectNoLoss(copy)).toBe('refused');
      }),
      { numRuns: 30 * TIMES },
    );
  });
});

test('after kill -9 everything is there without the index of the log, and a missing log is noticed with it', async () => {
  const withoutIndex = copyOf(killed);
  rmSync(`${withoutIndex}-shm`);
  expect(await expectNoLoss(withoutIndex)).toBe('whole');
  const damagedIndex = copyOf(killed);
  flipBytes(`${damagedIndex}-shm`, [
    { at: 0.0005, mask: 7 },
    { at: 0.5, mask: 255 },
  ]);
  expect(await expectNoLoss(damagedIndex)).toBe('whole');
  const withoutLog = copyOf(killed);
  rmSync(`${withoutLog}-wal`);
  expect(await refusalOf(withoutLog)).toContain(
    'switchyard.db-wal is missing, and changes that were in it cannot be read',
  );
});

test('a log whose beginning is gone does not look empty', async () => {
  for (const places of [[0], [10], [18], [0, 42], [26]]) {
    const copy = copyOf(killed);
    const bytes = readFileSync(`${copy}-wal`);
    for (const place of places) bytes[place]! ^= 1;
    writeFileSync(`${copy}-wal`, bytes);
    rmSync(`${copy}-shm`);
    expect(await refusalOf(copy)).toContain('changes after it cannot be read');
  }
});

test('a log that ends in the middle of its last transaction is a power cut, not damage', async () => {
  const torn = copyOf(killed);
  // the index does not outlive a power cut in one piece
  rmSync(`${torn}-shm`);
  truncateSync(`${torn}-wal`, readFileSync(`${torn}-wal`).length - 100);
  const found = await read(torn);
  expect(found).not.toBeInstanceOf(StoreUnavailable);
  expect((found as { rows: Row[] }).rows).toEqual(whole.filter(({ revision }) => revision <= 60));
});

test('a byte that flips inside an object is noticed, and the object is named', async () => {
  const copy = copyOf(closed);
  harm(copy, 'b20');
  await expect(openStore({ file: copy })).rejects.toThrow(
    /the file is damaged: revision 42 \(Service default\/b20\) does not fit its checksum.*The file was left as it is/,
  );
});

test.each([
  ['a file that is no database', Buffer.from('# notes\n'.repeat(1000)), 'the file is not an SQLite database'],
  ['a database of another program', null, 'it is the database of another program (it has the table customers)'],
])('%s is refused and not touched', async (_, bytes, reason) => {
  const file = path.join(folder(), 'switchyard.db');
  if (bytes !== null) writeFileSync(file, bytes);
  else {
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES (1)');
    other.close();
  }
  const before = contentOf(file);
  await expect(openStore({ file })).rejects.toThrow(`The database ${file} cannot be opened: ${reason}`);
  expect(contentOf(file)).toEqual(before);
});

test.each([
  ["UPDATE _prisma_migrations SET checksum = 'x'", /migration \d+_revisions is not the one that made it/],
  [
    "INSERT INTO _prisma_migrations VALUES ('x', 'x', 1, '29990101000000_future', NULL, NULL, 1, 1)",
    /written by a newer version \(migration 29990101000000_future\): run that version/,
  ],
  ['ALTER TABLE revision DROP COLUMN checksum', /revision is not as it was made/],
])('a database after %s is refused', async (sql, reason) => {
  const copy = copyOf(closed);
  const database = new DatabaseSync(copy);
  database.exec(sql);
  database.close();
  expect(await refusalOf(copy)).toMatch(reason);
});

test('a database of the first release gets its checksums', async () => {
  const file = path.join(folder(), 'switchyard.db');
  migrate(file, MIGRATIONS.slice(0, 1));
  const database = new DatabaseSync(file);
  database.exec(`INSERT INTO progress VALUES (1, 5, 2);
    INSERT INTO revision VALUES (2, '', 'Service', 'default', 'a', 'ADDED', '{"a":"é"}', NULL, 0, 'test', 1700000000000),
      (5, '', 'Service', 'default', 'b', 'MODIFIED', '{}', '# ü\n', 1, 'test', 1700000000001)`);
  database.close();
  const first = await read(file);
  expect(first).toMatchObject({
    compacted: 2,
    rows: [{ revision: 2 }, { revision: 5, statusOnly: true, text: '# ü\n' }],
  });
  const again = new DatabaseSync(file);
  expect(again.prepare('SELECT count(*) AS n FROM revision WHERE checksum IS NULL').get()?.n).toBe(0);
  again.exec("UPDATE revision SET text = '# u\n' WHERE revision = 5");
  again.close();
  expect(await refusalOf(file)).toContain('revision 5');
});

test('a database that another process has locked is refused after a while', async () => {
  const file = copyOf(closed);
  const unlock = await lockElsewhere(file);
  await expect(openStore({ file })).rejects.toThrow(/database is locked. Another process uses this database/);
  await unlock();
  expect((await open({ file })).all()).not.toHaveLength(0);
});
