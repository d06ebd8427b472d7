import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { keyOf } from '../../server/model/object.ts';
import { openStore } from '../../server/store/store.ts';
import { objects } from './objects.ts';
import { median } from './statistics.ts';

const CHILD = path.join(import.meta.dirname, 'load.child.ts');
const BATCH = 500;
const RUNS = 3;

/** Writes a database of so many objects. */
export async function fill(file: string, count: number): Promise<void> {
  const store = await openStore({ file });
  const all = objects(count);
  for (let at = 0; at < all.length; at += BATCH) {
    const batch = all.slice(at, at + BATCH);
    await store.write(batch.map((object) => ({ type: 'put', key: keyOf(object), object, by: 'bench' })));
  }
  await store.close();
}

export interface LoadFigures {
  objects: number;
  /** From nothing to all objects in memory, checked. */
  ms: number;
  /** Reading and parsing the same rows and nothing else. */
  peerMs: number;
  ratio: number;
  heapBytesPerObject: number;
  jsonBytesPerObject: number;
}

/** Opens a database in processes of their own, in turn with the peer. */
export function measureLoad(file: string, count: number): LoadFigures {
  const run = (...more: string[]): { ms: number; bytes: number; objects: number } =>
    JSON.parse(
      execFileSync(process.execPath, ['--expose-gc', CHILD, file, ...more], { encoding: 'utf8' }),
    ) as ReturnType<typeof run>;
  const own: number[] = [];
  const peer: number[] = [];
  let bytes = 0;
  for (let n = 0; n < RUNS; n++) {
    const loaded = run();
    own.push(loaded.ms);
    bytes = loaded.bytes;
    peer.push(run('peer').ms);
  }
  const ms = median(own);
  const peerMs = median(peer);
  return {
    objects: count,
    ms: Math.round(ms),
    peerMs: Math.round(peerMs),
    ratio: Math.round((ms / peerMs) * 10) / 10,
    heapBytesPerObject: Math.round(bytes / count),
    jsonBytesPerObject: Math.round(JSON.stringify(objects(1000)).length / 1000),
  };
}
