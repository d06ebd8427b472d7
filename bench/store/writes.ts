import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { keyOf } from '../../server/model/object.ts';
import { openStore } from '../../server/store/store.ts';
import { objects, route } from './objects.ts';
import { type Times, timesOf } from './statistics.ts';

export interface WriteFigures extends Times {
  writers: number;
  perSecond: number;
}

/** Writes through the store, each writer its own object, one write after the other. */
export async function measureWriters(folder: string, writers: number, seconds: number): Promise<WriteFigures> {
  const store = await openStore({ file: path.join(folder, `writers-${writers}.db`) });
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: writers }, async (_, index) => {
      const object = route(index);
      while (performance.now() < end) {
        const begun = performance.now();
        await store.write([{ type: 'put', key: keyOf(object), object, expect: '*', by: 'bench' }]);
        times.push(performance.now() - begun);
      }
    }),
  );
  await store.close();
  return { writers, perSecond: Math.round(times.length / seconds), ...timesOf(times) };
}

/** A bare insert with the same pragmas and the same text, one commit each: what the disk and SQLite allow one writer. */
export function measureBareInserts(folder: string, seconds: number): WriteFigures {
  const database = new DatabaseSync(path.join(folder, 'bare.db'));
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE revision (revision INTEGER PRIMARY KEY, object TEXT)',
  );
  const insert = database.prepare('INSERT INTO revision (object) VALUES (?)');
  const text = JSON.stringify(route(1));
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const begun = performance.now();
    insert.run(text);
    times.push(performance.now() - begun);
  }
  database.close();
  return { writers: 1, perSecond: Math.round(times.length / seconds), ...timesOf(times) };
}

export interface CompactionFigures {
  objects: number;
  /** Revisions that were removed while one writer wrote, in how many compactions. */
  removed: number;
  compactions: number;
  /** Writes with compaction, and as many without. */
  with: Times;
  without: Times;
}

/** One writer on a store of many objects, with history that is compacted again and again. */
export async function measureCompaction(
  file: string,
  count: number,
  history: number,
  writes: number,
): Promise<CompactionFigures> {
  const [some] = objects(30).slice(-1);
  if (some === undefined) throw new Error('no object');
  const run = async (kept: number): Promise<Times> => {
    const store = await openStore({ file, history: kept });
    const times: number[] = [];
    for (let n = 0; n < writes; n++) {
      const begun = performance.now();
      await store.write([
        { type: 'put', key: { ...keyOf(some), name: `churn-${n % 10}` }, object: some, expect: '*', by: 'bench' },
      ]);
      times.push(performance.now() - begun);
    }
    await store.close();
    return timesOf(times);
  };
  const without = await run(Number.MAX_SAFE_INTEGER);
  // the first compaction would remove everything that was written so far
  const store = await openStore({ file, history });
  await store.write([
    { type: 'put', key: { ...keyOf(some), name: 'churn-0' }, object: some, expect: '*', by: 'bench' },
  ]);
  await store.close();
  const withCompaction = await run(history);
  const step = Math.ceil(history * 0.1);
  const compactions = Math.floor(writes / step);
  return { objects: count, removed: compactions * step, compactions, with: withCompaction, without };
}
