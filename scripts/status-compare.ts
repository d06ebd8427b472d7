// Compares our statuses, and which policy is in force, with Envoy Gateway's own code over generated worlds:
//   node scripts/status-compare.ts TRANSLATE [--count 200] [--seed 1] [--only INDEX] [--show 5] [--record FOLDER]
// TRANSLATE is the oracle's command. --record writes COUNT worlds with their answers. Exit 1 when an answer differs.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { KubeObject, StoredObject } from '../server/model/object.ts';
import { type OracleAnswer, ours, theirs } from './status-compare.answers.ts';
import { irEffect } from './status-compare.effective.ts';
import { differences, type Expected, expect } from './status-compare.expect.ts';
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
/** Worlds in one file of recordings. */
const PER_FILE = 15;

/** What the oracle answers about objects as they are stored. */
async function ask(objects: readonly StoredObject[], folder: string, index: number): Promise<OracleAnswer> {
  const file = path.join(folder, `${index}.yaml`);
  await writeFile(file, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  const { stdout } = await run(command ?? '', ['--as-is', '--ir', file], { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as OracleAnswer;
}

/** Services that no route names say nothing. */
function named(written: KubeObject[]): KubeObject[] {
  const text = JSON.stringify(written.filter(({ kind }) => kind.endsWith('Route')));
  return written.filter(({ kind, metadata }) => {
    if (kind !== 'Service' && kind !== 'EndpointSlice') return true;
    return text.includes(`"${(metadata.name ?? '').replace(/-\d+$/, '')}"`);
  });
}

const counts = { worlds: 0, refused: 0, objects: 0, statuses: 0, written: 0, matches: 0, differ: 0 };
const recorded: string[] = [];
const folder = await mkdtemp(path.join(tmpdir(), 'status-compare-'));
const indices =
  values.only === undefined ? Array.from({ length: Number(values.count) }, (_, index) => index) : [Number(values.only)];
for (const index of indices) {
  const world = documents(Number(values.seed), index);
  const written = values.record === undefined ? world : named(world);
  const { objects, refused } = stored(written);
  const answer = await ask(objects, folder, index);
  const strange = answer.errors.filter((error) => !/^(ir|xds) /.test(error));
  if (strange.length > 0) console.log(`world ${index}: the oracle says ${strange.join('; ')}`);
  // a representation that Envoy Gateway itself finds invalid is not there to compare with
  const effect = answer.errors.some((error) => error.startsWith('ir ')) ? undefined : irEffect(answer.ir ?? {});
  const expected: Expected = expect(objects, theirs(answer), effect);
  const found = differences(objects, ours(objects), expected);
  counts.worlds++;
  counts.refused += refused;
  counts.objects += objects.length;
  counts.statuses += Object.keys(expected.statuses).length;
  counts.written += Object.values(expected.statuses).filter(({ lines }) => lines[0] !== '-').length;
  counts.matches += Object.values(expected.effect ?? {}).flat().length;
  for (const difference of found) {
    counts.differ++;
    if (counts.differ <= Number(values.show)) console.log(`world ${index}: ${difference}`);
  }
  if (values.record !== undefined) recorded.push(JSON.stringify({ index, documents: written, ...expected }));
}
await rm(folder, { recursive: true, force: true });
if (values.record !== undefined) {
  mkdirSync(values.record, { recursive: true });
  for (let start = 0; start < recorded.length; start += PER_FILE) {
    const file = path.join(values.record, `worlds-${start / PER_FILE + 1}.recorded.json`);
    writeFileSync(file, `[\n${recorded.slice(start, start + PER_FILE).join(',\n')}\n]\n`);
  }
}
console.log(JSON.stringify(counts));
process.exit(counts.differ === 0 ? 0 : 1);
