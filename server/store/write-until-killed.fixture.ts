// A process that writes pairs of objects for ever and prints each acknowledged revision; a test kills it.
import { openStore } from './store.ts';
import type { StoreWrite } from './types.ts';

const store = await openStore({ file: process.argv[2] ?? '' });

function put(name: string): StoreWrite {
  const metadata = { name, namespace: '', uid: name, resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' };
  return {
    type: 'put',
    key: { group: '', kind: 'Thing', namespace: '', name },
    object: { apiVersion: 'v1', kind: 'Thing', metadata },
    by: 'test',
  };
}

async function writer(id: string): Promise<never> {
  for (let n = 0; ; n += 1) {
    const events = await store.write([put(`${id}-${n}-1`), put(`${id}-${n}-2`)]);
    for (const event of events) process.stdout.write(`${event.revision} ${event.key.name}\n`);
  }
}

await Promise.all(['a', 'b', 'c'].map((id) => writer(`${process.pid}${id}`)));
