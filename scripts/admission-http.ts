// Compares our HTTP API with that of a real API server over writes of custom resources:
//   KUBECONFIG=... node scripts/admission-http.ts [--count 1000] [--seed 1] [--kind HTTPRoute] [--strategy put] [--show 5]
// COUNT is that of cases for each kind, creations and changes alternating. Exit 1 when an answer differs. Needs Go modules of the oracles.
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { serve } from '../server/api/serve.fixture.ts';
import type { Kind } from '../server/model/kind.ts';
import { kinds } from '../server/model/registry.ts';
import { isObject } from '../server/model/schema/normalize.ts';
import { dice } from './dice.ts';
import { type Answer, type Ask, ourServer, realServer, type Step } from './parity/ask.ts';
import type { Case, Strategy } from './parity/case.ts';
import { apart, comparable } from './parity/compare.ts';
import { pool } from './parity/pool.ts';
import * as change from './parity/strategies/change.ts';
import * as create from './parity/strategies/create.ts';
import * as envelope from './parity/strategies/envelope.ts';
import type { DraftObject } from './parity/values.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    strategy: { type: 'string' },
    show: { type: 'string', default: '5' },
    from: { type: 'string', default: '0' },
  },
});

const { fillMetadata: _fill, ...enveloping } = envelope;
const strategies: Record<string, readonly [Strategy, number]> = {
  changed: [create.changed, 10],
  edges: [create.edges, 8],
  asYaml: [create.asYaml, 6],
  brokenJson: [create.brokenJson, 3],
  brokenYaml: [create.brokenYaml, 3],
  doubled: [create.doubled, 4],
  unknown: [create.unknown, 2],
  metadata: [enveloping.metadata, 6],
  identity: [enveloping.identity, 2],
  request: [enveloping.request, 2],
  longNames: [enveloping.longNames, 1],
  put: [change.put, 14],
  mergePatch: [change.mergePatch, 7],
  jsonPatch: [change.jsonPatch, 7],
  otherPatch: [change.otherPatch, 1],
  apply: [change.apply, 7],
  status: [change.status, 6],
  misdirected: [change.misdirected, 3],
};

const real = realServer(process.env.KUBECONFIG ?? '');
const served = await serve();
const ours = ourServer(served.url);
const space = `parity-${Date.now().toString(36)}`;
const namespace = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } });
for (const ask of [real, ours]) await ask({ method: 'POST', path: '/api/v1/namespaces', body: namespace });

/** Plays the steps; `{{rv}}` and `{{uid}}` are what the server said last. */
async function play(ask: Ask, steps: readonly Step[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  let [rv, uid] = ['', ''];
  for (const step of steps) {
    const body =
      typeof step.body === 'string' ? step.body.replaceAll('{{rv}}', rv).replaceAll('{{uid}}', uid) : step.body;
    const answer = await ask({ ...step, body });
    const metadata = isObject(answer.body) && isObject(answer.body.metadata) ? answer.body.metadata : {};
    if (typeof metadata.resourceVersion === 'string') rv = metadata.resourceVersion;
    if (typeof metadata.uid === 'string') uid = metadata.uid;
    const text = JSON.stringify(answer.body);
    const masked =
      uid === '' || !text.includes('"Status"')
        ? answer.body
        : (JSON.parse(text.replaceAll(uid, 'UID').replaceAll(`\\"${rv}\\"`, '\\"RV\\"')) as unknown);
    answers.push({ ...answer, body: masked });
    // what follows an answer that differs says nothing
  }
  return answers;
}

/** Manifests that a real server takes. */
async function acceptedOf(kind: Kind, manifests: readonly DraftObject[]): Promise<DraftObject[]> {
  const found: DraftObject[] = [];
  const path = `/apis/${kind.group}/${kind.version}${kind.namespaced ? `/namespaces/${space}` : ''}/${kind.plural}?dryRun=All`;
  for (const document of manifests) {
    const body = JSON.stringify({ ...document, apiVersion: `${kind.group}/${kind.version}`, metadata: { name: 'x' } });
    const { code } = await real({ method: 'POST', path, body });
    if (code === 201) found.push(document);
  }
  return found;
}

let wrong = 0;
const all = pool(kinds.filter(({ core }) => !core)) as Map<string, DraftObject[]>;
const names = Object.entries(strategies).flatMap(([name, [, weight]]) => Array.from({ length: weight }, () => name));
for (const kind of kinds.filter(({ core, kind }) => !core && (values.kind ?? kind) === kind)) {
  const manifests = all.get(kind.kind) ?? [];
  const accepted = await acceptedOf(kind, manifests);
  const counts = new Map<string, { asked: number; accepted: number; differ: number }>();
  const one = async (index: number): Promise<void> => {
    const roll = dice(`${kind.kind} ${values.seed} ${index}`);
    const strategy = values.strategy ?? roll.pick(names);
    if (strategy === 'status' && !kind.hasStatus) return;
    const name = `p${index.toString(36)}-${values.seed}`;
    const ground = { kind, manifests, accepted, namespace: space, name, roll };
    const made: Case = (strategies[strategy] as [Strategy, number])[0](ground);
    const [theirs, mine] = [await play(real, made.steps), await play(ours, made.steps)];
    const count = counts.get(strategy) ?? { asked: 0, accepted: 0, differ: 0 };
    counts.set(strategy, count);
    for (const at of made.steps.keys()) {
      const [their, my] = [theirs[at], mine[at]] as [Answer, Answer];
      count.asked++;
      if (their.code < 300) count.accepted++;
      const [a, b] = [comparable(their), comparable(my)];
      if (isDeepStrictEqual(a, b)) continue;
      count.differ++;
      if (count.differ <= Number(values.show)) {
        const shown = made.steps
          .slice(0, at + 1)
          .map(
            ({ body, ...rest }) =>
              `${JSON.stringify(rest)} ${typeof body === 'string' ? JSON.stringify(body).slice(0, 3000) : `bytes ${body?.toString('latin1')}`}`,
          );
        console.log(
          `# ${kind.kind} ${strategy} ${index} step ${at}\n${(at === 0 ? shown : shown.slice(-1)).join('\n')}\n${apart(a, b)}`,
        );
      }
      break;
    }
    const path = `/apis/${kind.group}/${kind.version}${kind.namespaced ? `/namespaces/${space}` : ''}/${kind.plural}/${name}`;
    if (theirs.some(({ code }) => code === 201 || code === 200))
      for (const ask of [real, ours]) await ask({ method: 'DELETE', path });
  };
  const from = Number(values.from);
  const indices = Array.from({ length: Number(values.count) }, (_, index) => from + index).values();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const index of indices) await one(index);
    }),
  );
  for (const [name, { asked, accepted: taken, differ }] of [...counts].toSorted()) {
    console.log(`${kind.kind} ${name}: ${asked} answers, ${taken} accepted, ${differ} differ`);
    wrong += differ;
  }
}
console.log(`${wrong} differ`);
await served.close();
process.exit(wrong === 0 ? 0 : 1);
