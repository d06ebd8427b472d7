// Compares our answers about core kinds with those of a real API server, over cases that are generated anew for each seed:
//   KUBECONFIG=… node scripts/core-compare.ts [--mode random|sweep|lifecycle] [--count 300] [--seed 1] [--kind Service] [--show 40] [--match TEXT]
// `sweep` changes one field at a time, `lifecycle` follows objects through updates, patches, finalizers and deletion. --match shows only
// differences at steps whose method and media type match. Exit 1 when an answer differs. --record renews the answers beside the kinds that
// `npm test` holds us to, with the first creations of the run.
import { writeFileSync } from 'node:fs';
import { serve } from '../server/api/serve.fixture.ts';
import { type Ask, ourServer, realServer } from './core-parity/ask.ts';
import { apart, comparable, equal, named } from './core-parity/compare.ts';
import { cases, lifecycles, sweep } from './core-parity/flows.ts';
import { SUBJECTS } from './core-parity/kinds.ts';
import type { Place } from './core-parity/place.ts';
import { Recordings } from './core-parity/record.ts';
import type { Answer, Case, Step } from './core-parity/types.ts';
import { dice } from './dice.ts';

const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};
const count = Number(option('count', '300'));
const seed = Number(option('seed', '1'));
const only = option('kind', '');
const mode = option('mode', 'random');
const most = Number(option('show', '40'));
const stepsToShow = new RegExp(option('match', ''));
const record = process.argv.includes('--record');
const run = Date.now().toString(36).slice(-5);
const served = await serve();
const sides: Ask[] = [realServer(process.env.KUBECONFIG ?? ''), ourServer(served.url)];
const space = `parity-${run}`;
const spaceBody = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: space } };
for (const ask of sides) await ask({ method: 'POST', path: '/api/v1/namespaces', body: spaceBody }, []);

async function play(ask: Ask, steps: readonly Step[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const step of steps) answers.push(await ask(step, answers));
  return answers;
}

function literal(one: Case): string {
  return one.steps
    .map(
      ({ body, path }) =>
        `${typeof path === 'string' ? path : ''} ${typeof body === 'function' ? '' : typeof body === 'string' ? body : (JSON.stringify(body) ?? '')}`,
    )
    .join('\n');
}

function createdNames(answers: readonly Answer[]): Set<string> {
  const names = answers.map(({ code, body }) =>
    code < 300 ? (body.metadata as { name?: unknown } | undefined)?.name : '',
  );
  return new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''));
}

/** A namespace that is being deleted, which a server without controllers keeps. */
function isEnding(answers: readonly Answer[]): boolean {
  return answers.some(
    ({ body }) => (body.metadata as { deletionTimestamp?: string } | undefined)?.deletionTimestamp !== undefined,
  );
}

async function cleanUp(ask: Ask, subject: string, path: string): Promise<void> {
  await ask(
    { method: 'PATCH', path, type: 'application/merge-patch+json', body: { metadata: { finalizers: null } } },
    [],
  );
  const { code } = await ask({ method: 'DELETE', path }, []);
  if (subject === 'Namespace' && code < 300) {
    const { body } = await ask({ method: 'GET', path }, []);
    if (body.kind === 'Namespace')
      await ask({ method: 'PUT', path: `${path}/finalize`, body: { ...body, spec: { finalizers: [] } } }, []);
  }
}

let compared = 0;
let total = 0;
let shownCount = 0;
const signatures = new Map<string, number>();
const differing = new Map<string, number>();
for (const subject of SUBJECTS) {
  if (only !== '' && subject.kind !== only) continue;
  const roll = dice(`${subject.kind} ${seed} ${mode}`);
  const collection = subject.collection(space);
  const place = (index: number): Place => ({ subject, dice: roll, collection, name: `c${run}-${seed}-${index}` });
  const recordings = new Recordings(subject.kind);
  let index = 0;
  const all =
    mode === 'sweep' ? sweep(place(0)) : mode === 'lifecycle' ? lifecycles(place, count) : cases(place, count);
  for (const one of all) {
    const [theirs, mine] = (await Promise.all(sides.map((ask) => play(ask, one.steps)))) as [Answer[], Answer[]];
    total += 1;
    recordings.note(one.steps[0], theirs[0]);
    const said = literal(one);
    const [a, b] = [named(theirs, said), named(mine, said)];
    for (const [at, step] of one.steps.entries()) {
      const [their, my] = [a[at], b[at]];
      if (their === undefined || my === undefined || step.silent) continue;
      if (their.code === 0) break;
      if (/may not be in the loopback range/.test(JSON.stringify(their.body)) && subject.kind === 'EndpointSlice')
        break;
      // with ours it has ended
      if (subject.kind === 'Namespace' && my.code === 404 && isEnding(theirs.slice(0, at + 1))) break;
      compared += 1;
      const [left, right] = [comparable(their), comparable(my)];
      if (equal(left, right)) continue;
      differing.set(subject.kind, (differing.get(subject.kind) ?? 0) + 1);
      const typeOf = `${step.method} ${step.type ?? ''}`;
      if (!stepsToShow.test(typeOf)) break;
      const signature = apart(left, right).replace(/\d+/g, '0').slice(0, 260);
      signatures.set(signature, (signatures.get(signature) ?? 0) + 1);
      if (signatures.get(signature) === 1 && (shownCount += 1) <= most) {
        console.log(
          `\n# ${one.title}, step ${at}: ${step.method} ${typeof step.path === 'string' ? step.path : ''} ${step.type ?? ''}`,
        );
        for (const [before, { method, path, body, type }] of one.steps.slice(0, at + 1).entries())
          console.log(
            `  ${before}: ${method} ${typeof path === 'string' ? path.split('/').at(-1) : ''} ${type ?? ''} ${
              typeof body === 'function'
                ? '(read) ' +
                  JSON.stringify((body as (x: Answer[]) => unknown)(theirs.slice(0, before)))
                    .replace(/(.)\1{20,}/gu, '$1{*}')
                    .slice(0, 900)
                : typeof body === 'string'
                  ? body.replace(/(.)\1{20,}/gu, '$1{*}').slice(0, 700)
                  : JSON.stringify(body)
                      ?.replace(/(.)\1{20,}/gu, '$1{*}')
                      .slice(0, 700)
            } -> ${theirs[before]?.code}/${mine[before]?.code}`,
          );
        console.log(apart(left, right));
      }
      break;
    }
    await Promise.all(
      sides.map(async (ask, side) => {
        for (const name of createdNames(side === 0 ? theirs : mine))
          await cleanUp(ask, subject.kind, `${collection}/${name}`);
      }),
    );
    index += 1;
  }
  const folder = subject.kind.toLowerCase();
  const file = new URL(`../server/model/${folder}/${folder}.recorded.json`, import.meta.url);
  if (record) writeFileSync(file, recordings.text().replaceAll(space, 'default'));
  await Promise.all(
    sides.map((ask) => ask({ method: 'DELETE', path: subject.kind === 'Namespace' ? `/nope` : collection }, [])),
  );
}
console.log(
  `\n${total} cases, ${compared} answers compared, different: ${JSON.stringify(Object.fromEntries(differing))}`,
);
await served.close();
process.exit(differing.size === 0 ? 0 : 1);
