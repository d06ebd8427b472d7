// Compares our statuses, and which policy is in force, with Envoy Gateway's own code over generated worlds:
//   node scripts/status-compare.ts TRANSLATE [--count 200] [--seed 1] [--only INDEX] [--show 5] [--record FOLDER]
// TRANSLATE is the oracle's command. --record writes worlds with their answers, COUNT of them. Exit 1 when an answer differs.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { readInputs } from '../server/gateway/inputs.ts';
import { keyOf, keyText, type StoredObject } from '../server/model/object.ts';
import { comparedKeys, linesOf, type OracleAnswer, ours, theirs } from './status-compare.answers.ts';
import { compareEffects, irEffect, ourEffect } from './status-compare.effective.ts';
import { comparable } from './status-compare.wanted.ts';
import { documents, stored } from './status-compare.worlds.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    show: { type: 'string', default: '5' },
    record: { type: 'string' },
  },
});
const [command] = positionals;
if (command === undefined) {
  console.error('status-compare: name the oracle’s translate command');
  process.exit(2);
}
const run = promisify(execFile);

/** What the oracle answers about objects as they are stored. */
async function ask(objects: readonly StoredObject[], folder: string, index: number): Promise<OracleAnswer> {
  const file = path.join(folder, `${index}.yaml`);
  await writeFile(file, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  const { stdout } = await run(command ?? '', ['--as-is', '--ir', file], { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as OracleAnswer;
}

function report(index: number, key: string, mine: string[], wanted: string[]): void {
  console.log(`world ${index}: ${key}`);
  for (const line of wanted) if (!mine.includes(line)) console.log(`  oracle ${line}`);
  for (const line of mine) if (!wanted.includes(line)) console.log(`  ours   ${line}`);
  if (mine.toSorted().join('\n') === wanted.toSorted().join('\n'))
    console.log(`  another order:\n${mine.join('\n')}\nwanted\n${wanted.join('\n')}`);
}

const counts = { worlds: 0, refused: 0, objects: 0, statuses: 0, written: 0, matches: 0, differ: 0 };
const folder = await mkdtemp(path.join(tmpdir(), 'status-compare-'));
const indices =
  values.only === undefined ? Array.from({ length: Number(values.count) }, (_, index) => index) : [Number(values.only)];
for (const index of indices) {
  const { objects, refused } = stored(documents(Number(values.seed), index));
  const answer = await ask(objects, folder, index);
  const inputs = readInputs(objects);
  const { translation, statuses: given } = ours(objects);
  const wanted = theirs(answer);
  counts.worlds++;
  counts.refused += refused;
  counts.objects += objects.length;
  if (answer.errors.some((error) => !/^(ir|xds) /.test(error)))
    console.log(`world ${index}: the oracle says ${answer.errors.join('; ')}`);
  for (const key of comparedKeys(objects)) {
    const object = objects.find((one) => keyText(keyOf(one)) === key);
    if (object === undefined) continue;
    const their = wanted.get(key);
    const mine = linesOf(comparable(given.get(key), their, object, inputs), object.metadata.generation ?? 1);
    // the oracle reads every object as generation 1
    const want = linesOf(comparable(their, their, object, inputs), 1);
    counts.statuses++;
    if (their !== null) counts.written++;
    if (mine.join('\n') === want.join('\n')) continue;
    counts.differ++;
    if (counts.differ <= Number(values.show)) report(index, key, mine, want);
  }
  // a representation that Envoy Gateway itself finds invalid is not there to compare with
  if (answer.errors.some((error) => error.startsWith('ir '))) continue;
  const effect = irEffect(answer.ir ?? {});
  counts.matches += [...effect.values()].flat().length;
  const addressed = objects.filter(({ spec }) => ((spec ?? {}) as { addresses?: unknown[] }).addresses !== undefined);
  const skipped = addressed.map(({ metadata }) => `${metadata.namespace}/${metadata.name}/`);
  for (const difference of compareEffects(ourEffect(translation.snapshot), effect, skipped)) {
    counts.differ++;
    if (counts.differ <= Number(values.show)) console.log(`world ${index}: ${difference}`);
  }
}
await rm(folder, { recursive: true, force: true });
console.log(JSON.stringify(counts));
process.exit(counts.differ === 0 ? 0 : 1);
