// Compares our HTTP API with that of a real API server over writes of custom resources:
//   KUBECONFIG=... node scripts/admission-http.ts [--count 1000] [--seed 1] [--kind HTTPRoute] [--strategy put] [--show 5]
// COUNT is that of cases for each kind, creations and changes alternating. Exit 1 when an answer differs. Needs Go modules of the oracles.
// With --record, cases from our own examples and the answers of the real server go to scripts/admission-http-corpus, for npm test.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { serve } from '../server/api/serve.fixture.ts';
import type { Kind } from '../server/model/kind.ts';
import { kinds } from '../server/model/registry.ts';
import { type Answer, ourServer, realServer, type Step } from './parity/ask.ts';
import { apart, comparable } from './parity/compare.ts';
import { type RecordedCase, writeCases } from './parity/corpus.ts';
import { clean, collection, digest, makeNamespace, play } from './parity/play.ts';
import { pool } from './parity/pool.ts';
import { caseOf } from './parity/strategies.ts';
import type { DraftObject } from './parity/values.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    strategy: { type: 'string' },
    show: { type: 'string', default: '5' },
    from: { type: 'string', default: '0' },
    record: { type: 'boolean', default: false },
  },
});

/** Longest body that is recorded, in characters. */
const LONGEST = 1500;

const real = realServer(process.env.KUBECONFIG ?? '');
const served = await serve();
const ours = ourServer(served.url);
const space = values.record ? 'parity' : `parity-${Date.now().toString(36)}`;
for (const ask of [real, ours]) await makeNamespace(ask, space);

/** Manifests that a real server takes. */
async function acceptedOf(kind: Kind, manifests: readonly DraftObject[]): Promise<DraftObject[]> {
  const found: DraftObject[] = [];
  for (const document of manifests) {
    const body = JSON.stringify({ ...document, apiVersion: `${kind.group}/${kind.version}`, metadata: { name: 'x' } });
    const { code } = await real({ method: 'POST', path: `${collection(kind, space)}?dryRun=All`, body });
    if (code === 201) found.push(document);
  }
  return found;
}

function shownStep({ body, ...rest }: Step): string {
  const text = typeof body === 'string' ? JSON.stringify(body).slice(0, 3000) : `bytes ${body?.toString('latin1')}`;
  return `${JSON.stringify(rest)} ${text}`;
}

const isRecordable = ({ body = '' }: Step): boolean => typeof body === 'string' && body.length <= LONGEST;

let wrong = 0;
const custom = kinds.filter(({ core }) => !core);
const all = pool(custom, values.record) as Map<string, DraftObject[]>;
for (const kind of custom.filter((one) => (values.kind ?? one.kind) === one.kind)) {
  const manifests = all.get(kind.kind) ?? [];
  const ground = { kind, manifests, accepted: await acceptedOf(kind, manifests), namespace: space };
  const counts = new Map<string, { asked: number; accepted: number; differ: number }>();
  const recorded: RecordedCase[] = [];
  const one = async (index: number): Promise<void> => {
    const made = caseOf(ground, values.seed, index, values.strategy);
    if (made === undefined || (values.record && !made.steps.every(isRecordable))) return;
    const { steps, strategy } = made;
    const [theirs, mine] = [await play(real, steps), await play(ours, steps)];
    if (values.record) recorded.push({ steps, answers: theirs.map((answer, at) => digest(answer, steps[at]?.body)) });
    const count = counts.get(strategy) ?? { asked: 0, accepted: 0, differ: 0 };
    counts.set(strategy, count);
    for (const [at, step] of steps.entries()) {
      const [their, my] = [theirs[at], mine[at]] as [Answer, Answer];
      count.asked++;
      if (their.code < 300) count.accepted++;
      const [a, b] = [comparable(their, step.body), comparable(my, step.body)];
      if (isDeepStrictEqual(a, b)) continue;
      count.differ++;
      if (count.differ <= Number(values.show)) {
        const shown = steps.slice(0, at + 1).map(shownStep);
        const title = `# ${kind.kind} ${strategy} ${index} step ${at}`;
        console.log([title, ...(at === 0 ? shown : shown), apart(a, b)].join('\n'));
      }
      // what follows says nothing
      break;
    }
    await clean(real, collection(kind, space), theirs);
    await clean(ours, collection(kind, space), mine);
  };
  const from = Number(values.from);
  const indices = Array.from({ length: Number(values.count) }, (_, index) => from + index).values();
  await Promise.all(
    Array.from({ length: values.record ? 1 : 6 }, async () => {
      for (const index of indices) await one(index);
    }),
  );
  for (const [name, { asked, accepted, differ }] of [...counts].toSorted()) {
    console.log(`${kind.kind} ${name}: ${asked} answers, ${accepted} accepted, ${differ} differ`);
    wrong += differ;
  }
  const file = path.join(import.meta.dirname, 'admission-http-corpus', `${kind.kind.toLowerCase()}.recorded.json`);
  if (values.record) writeFileSync(file, writeCases(recorded));
}
for (const ask of [real, ours]) await ask({ method: 'DELETE', path: `/api/v1/namespaces/${space}` });
console.log(`${wrong} differ`);
await served.close();
process.exit(wrong === 0 ? 0 : 1);
