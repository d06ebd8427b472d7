// Compares our admission with that of the official API machinery over generated documents:
//   node scripts/admission-compare.ts PORT [--count 3000] [--seed 1] [--kind HTTPRoute] [--record FOLDER]
// PORT is where the oracle (`admit --serve PORT`) listens. --record writes questions with their recorded answers, COUNT of each sort.
// Exit 1 when an answer differs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Kind } from '../server/model/kind.ts';
import { kinds } from '../server/model/registry.ts';
import type { JsonObject } from '../server/model/schema/types.ts';
import type { Recording } from '../server/model/shared/recordings.ts';
import { type Answer, answerHash, answerText, ourAnswer } from './admission-compare.answers.ts';
import { type Question, question } from './admission-compare.generate.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    show: { type: 'string', default: '5' },
    record: { type: 'string' },
  },
});
const [port] = positionals;
if (port === undefined) {
  console.error('admission-compare: name the port at which `admit --serve PORT` listens');
  process.exit(2);
}

/** What the oracle answers. */
async function oracle({ document, old, strict }: Question): Promise<Answer> {
  const url = `http://127.0.0.1:${port}/${old === undefined ? '' : 'update'}?strict=${strict ? 1 : 0}&namespace=default`;
  const body = JSON.stringify(old === undefined ? document : { old, new: document });
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new Error(`the oracle answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Documents that were recorded beside the kind: they touch every rule. */
function known(kind: Kind): JsonObject[] {
  const folder = path.join(import.meta.dirname, '../server/model', kind.kind.toLowerCase());
  const text = readFileSync(path.join(folder, `${kind.kind.toLowerCase()}.recorded.json`), 'utf8');
  return (JSON.parse(text) as Recording[]).map(({ document }) => document as JsonObject);
}

let wrong = 0;
for (const kind of kinds.filter(({ core, kind }) => !core && (values.kind ?? kind) === kind)) {
  const bases = known(kind);
  for (const update of [false, true]) {
    const counts = { asked: 0, accepted: 0, differ: 0 };
    const records: string[] = [];
    for (let index = 0; index < Number(values.count); index++) {
      const asked = question(kind, bases, Number(values.seed), index, update);
      const theirs = await oracle(asked);
      const wanted = answerText(theirs, update);
      counts.asked++;
      if (theirs.accepted) counts.accepted++;
      records.push(JSON.stringify({ ...asked, accepted: theirs.accepted, answer: answerHash(wanted) }));
      const given = answerText(ourAnswer(kind, asked, 'Warn'), update);
      const silent = answerText(ourAnswer(kind, { ...asked, strict: false }, 'Ignore'), update);
      const quiet = answerText(
        { ...theirs, warnings: theirs.warnings.filter((text) => !text.startsWith('unknown field')) },
        update,
      );
      if (given === wanted && (asked.strict || silent === quiet)) continue;
      counts.differ++;
      if (counts.differ > Number(values.show)) continue;
      const label = `${kind.kind} ${update ? 'update' : 'create'} ${index}`;
      console.log(`${label} asked  ${JSON.stringify(asked)}\n${label} oracle ${wanted}\n${label} ours   ${given}`);
    }
    wrong += counts.differ;
    console.log(
      `${kind.kind} ${update ? 'update' : 'create'}: ${counts.asked} asked, ${counts.accepted} accepted, ${counts.differ} differ`,
    );
    if (values.record === undefined) continue;
    mkdirSync(values.record, { recursive: true });
    const file = path.join(values.record, `${kind.kind.toLowerCase()}.${update ? 'update' : 'create'}.recorded.json`);
    writeFileSync(file, `[\n${records.join(',\n')}\n]\n`);
  }
}
process.exit(wrong === 0 ? 0 : 1);
