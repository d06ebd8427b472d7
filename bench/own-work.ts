/*
 * Nanoseconds of CPU time that a proxy worker computes for a request, system calls left out: heads are parsed, routed, balanced, written and
 * counted as always, but clients and backends are objects in the same process. Checkouts are measured in turn, each in a process of its own.
 *
 *     node bench/own-work.ts [DIRECTORY...] [--rounds 9] [--turns 10000] [--clients 32] [--browser]
 */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '9' },
    turns: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '32' },
    browser: { type: 'boolean', default: false },
  },
});
const directories = positionals.length > 0 ? positionals : ['.'];
const CHILD = path.join(import.meta.dirname, 'own-work.child.ts');

const next = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('message', (value) => resolve(Number(value)));
    child.once('exit', () => reject(new Error('A process under test ended.')));
  });

async function round(child: ChildProcess): Promise<number> {
  child.send(Number(options.turns));
  return next(child);
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const candidates = [];
for (const directory of directories) {
  const child = fork(CHILD, [directory, options.browser ? 'browser' : 'small', options.clients]);
  await next(child);
  await round(child);
  candidates.push({ directory, child, found: [] as number[] });
}
for (let i = 0; i < Number(options.rounds); i++) {
  for (const { child, found } of i % 2 === 0 ? candidates : candidates.toReversed()) found.push(await round(child));
}
const [first] = candidates;
for (const { directory, child, found } of candidates) {
  const ratios = found.map((value, i) => value / first!.found[i]!);
  const range = `${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}`;
  console.log(
    `${directory}: ${Math.round(median(found))} ns per request (least ${Math.round(Math.min(...found))}), ${median(ratios).toFixed(2)} [${range}] of the first`,
  );
  child.disconnect();
}
