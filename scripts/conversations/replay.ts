/**
 * Says where our answers differ from recorded ones: `node scripts/conversations/replay.ts NAME.jsonl[.gz]... [--url URL] [--all]`.
 * Without --url a server is started for each recording. --all tells wanted differences too.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readRecording } from '../../server/api/conversations/recording.ts';
import { replay } from '../../server/api/conversations/replay.ts';
import { wantedReason } from '../../server/api/conversations/wanted.ts';
import { serve } from '../../server/api/serve.fixture.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const folder = path.join(import.meta.dirname, '../../server/api/conversations');
let wrong = 0;
for (const name of positionals) {
  const served = values.url === undefined ? await serve() : undefined;
  const entries = readRecording(path.join(folder, name));
  const found = await replay(entries, values.url ?? served?.url ?? '');
  await served?.close();
  let at = -1;
  for (const difference of found) {
    const wanted = wantedReason(difference);
    if (wanted === undefined) wrong += 1;
    else if (!values.all) continue;
    const { index, exchange, note, path: place, recorded, ours, why } = difference;
    if (at !== index) console.log(`\n${name} ${index} [${note}] ${exchange.method} ${exchange.path}`);
    at = index;
    const short = (value: unknown): string =>
      (JSON.stringify(value) ?? 'absent').slice(0, Number(process.env.WIDTH ?? 400));
    console.log(
      `  ${place}${why === undefined ? '' : ` (${why})`}${wanted === undefined ? '' : ` [wanted: ${wanted}]`}`,
    );
    console.log(`    real ${short(recorded)}\n    ours ${short(ours)}`);
  }
  console.log(`${name}: ${entries.filter((entry) => 'method' in entry).length} exchanges, ${found.length} differences`);
}
process.exit(wrong === 0 ? 0 : 1);
