/*
 * Sends the corpus of ambiguous and hostile inputs through our proxy, and tells what differs from Envoy's recorded answers, or from Envoy's own
 * where one runs (the oracle's `run` with hostile/envoy.yaml):
 *
 *     node scripts/hostile.ts [--only TEXT] [--all]
 *     node scripts/hostile.ts --envoy 127.0.0.1:24010 [--record]
 *
 * `--envoy`: the first of its listeners. `--only`: cases whose name has the text. `--all`: also what does not differ, or on purpose. `--record`
 * keeps Envoy's answers in hostile/envoy.recorded.json, which the tests compare ours with; `--record-own` keeps ours where they differ on purpose.
 */
import { parseArgs } from 'node:util';
import { ALL_CASES } from './hostile/all-cases.ts';
import { DELIBERATE } from './hostile/deliberate.ts';
import { meaning } from './hostile/meaning.ts';
import type { Lane, Observation } from './hostile/observe.ts';
import { ownLanes } from './hostile/own-proxy.ts';
import { record, recorded } from './hostile/recorded.ts';
import { Recorder } from './hostile/recorder.ts';
import { runCases } from './hostile/run.ts';

/** Ways through a proxy that are used at once; hostile/envoy.yaml has as many listeners and backends. */
const LANES = 8;
const BACKENDS = '127.79.1.';
const BACKEND_PORT = 3_000;
/** Envoy closes a connection a second after its last answer. */
const ENVOY_QUIET_MS = 1_300;
const OWN_QUIET_MS = 400;
const OWN_ADDRESS = '127.79.2.1';
const OWN_PORT = 24_100;

const { values: options } = parseArgs({
  options: {
    envoy: { type: 'string' },
    record: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    'record-own': { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
});
const cases = ALL_CASES.filter(({ name }) => name.includes(options.only));

async function envoyLanes(listener: string): Promise<Lane[]> {
  const colon = listener.lastIndexOf(':');
  const port = Number(listener.slice(colon + 1));
  const lanes: Lane[] = [];
  for (let i = 0; i < LANES; i++) {
    const recorder = await Recorder.listen(`${BACKENDS}${i + 1}`, BACKEND_PORT);
    lanes.push({ host: listener.slice(0, colon), port: port + i, recorder });
  }
  return lanes;
}

let envoy = recorded('envoy');
if (options.envoy !== undefined) {
  const lanes = await envoyLanes(options.envoy);
  const answers = await runCases(cases, lanes, ENVOY_QUIET_MS);
  for (const { recorder } of lanes) recorder.close();
  envoy = new Map(
    ALL_CASES.flatMap(({ name }) => {
      const answer = answers.get(name) ?? envoy.get(name);
      return answer === undefined ? [] : [[name, answer]];
    }),
  );
  if (options.record) record('envoy', envoy);
}
const own = await ownLanes(OWN_ADDRESS, OWN_PORT, LANES);
const ours = await runCases(cases, own.lanes, OWN_QUIET_MS);
await own.stop();
const deliberate = new Map<string, Observation>();
let equal = 0;
let stricter = 0;
for (const { name } of cases) {
  const [theirs, mine] = [envoy.get(name), ours.get(name)];
  const same = theirs !== undefined && mine !== undefined && meaning(theirs) === meaning(mine);
  const wanted = DELIBERATE.get(name);
  if (mine !== undefined && wanted !== undefined) deliberate.set(name, mine);
  if (same) equal++;
  else if (wanted !== undefined) stricter++;
  if (same ? !options.all : wanted !== undefined && !options.all) continue;
  const why = wanted === undefined ? '' : ` (deliberate: ${wanted.why})`;
  console.log(`${name}${same ? '' : why}\n  Envoy ${JSON.stringify(theirs)}\n  ours  ${JSON.stringify(mine)}`);
}
if (options['record-own'] && options.only === '') record('own', deliberate);
console.log(
  `${cases.length} cases: ${equal} as Envoy, ${stricter} deliberately not, ${cases.length - equal - stricter} differ`,
);
process.exit(0);
