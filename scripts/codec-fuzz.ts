/*
 * Compares how our HTTP/1.1 codec and Node's own parser (llhttp, strict) read generated messages in random pieces: both are to take a message with
 * the same meaning, or ours is to refuse it. Ends with 1 and a smallest input when they do not.
 *
 *     node scripts/codec-fuzz.ts [--runs 100000] [--seed N]
 */
import { parseArgs } from 'node:util';
import { fuzzRequests, fuzzResponses } from '../server/proxy/codec/testing/fuzz.ts';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string' } },
});
const runs = Number(options.runs);
const seed = options.seed === undefined ? Date.now() % 2 ** 31 : Number(options.seed);
console.log(`seed ${seed}`);
for (const [name, fuzz] of [
  ['requests', fuzzRequests],
  ['responses', fuzzResponses],
] as const) {
  const { taken, refused, refusedByBoth } = await fuzz(runs, seed);
  console.log(
    `${runs} inputs of ${name}: ${taken} messages read alike, ${refused} inputs refused (${refusedByBoth} by Node too)`,
  );
}
process.exit(0);
