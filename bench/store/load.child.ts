// Opens a store in a process of its own, so that its memory is that of the store alone; prints one JSON line.
//   node --expose-gc bench/store/load.child.ts FILE [peer]
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../server/store/store.ts';

const [, , file = '', peer] = process.argv;
const collect = globalThis.gc ?? (() => {});

if (peer === undefined) {
  collect();
  const before = process.memoryUsage().heapUsed;
  const begun = performance.now();
  const store = await openStore({ file });
  const ms = performance.now() - begun;
  collect();
  const objects = store.all().length;
  const bytes = process.memoryUsage().heapUsed - before;
  console.log(JSON.stringify({ ms, objects, bytes, rss: process.memoryUsage().rss }));
  await store.close();
} else {
  // the least that anybody who wants the objects in memory has to do
  const begun = performance.now();
  const database = new DatabaseSync(file, { readOnly: true });
  const objects: unknown[] = [];
  for (const row of database.prepare('SELECT * FROM revision ORDER BY revision').iterate())
    objects.push(JSON.parse(String(row.object)));
  console.log(JSON.stringify({ ms: performance.now() - begun, objects: objects.length }));
  database.close();
}
