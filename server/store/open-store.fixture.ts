// A process that opens a store and says `open` or why it cannot; each line of its input is the name of a Service to write, which it answers
// with the revision or with why not. It ends with its input.
import { createInterface } from 'node:readline';
import { openStore } from './store.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const store = await openStore({ file: process.argv[2] ?? '' });
  say('open');
  for await (const name of createInterface({ input: process.stdin })) {
    const metadata = { name, namespace: 'default', uid: name, resourceVersion: '', creationTimestamp: '' };
    const key = { group: '', kind: 'Service', namespace: 'default', name };
    const object = { apiVersion: 'v1', kind: 'Service', metadata };
    await store.write([{ type: 'put', key, object, by: 'test' }]).then(
      ([event]) => say(String(event?.revision)),
      (error: unknown) => say(reasonOf(error)),
    );
  }
  await store.close();
} catch (error) {
  say(reasonOf(error));
}
