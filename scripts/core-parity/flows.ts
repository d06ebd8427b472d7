// Cases of a kind: creations, updates, patches, subresources, deletions.
import { mutated, withEdges, withValue } from './edit.ts';
import { metadataEdges, NAMES } from './metadata.ts';
import { lifecycle } from './lifecycle.ts';
import { patchCase } from './patches.ts';
import { documentOf, edgesOf, type Place, send, withMode } from './place.ts';
import type { Answer, Case, Step, Tree } from './types.ts';

const MODES = [
  '',
  '',
  'fieldValidation=Strict',
  'fieldValidation=Warn',
  'fieldValidation=Ignore',
  'dryRun=All',
  'dryRun=All&fieldValidation=Strict',
  'fieldManager=me',
];

/** One edge alone: each value of each limit has its turn. */
export function* sweep({ subject, dice, name, collection }: Place): Generator<Case> {
  for (const { path, values } of [...subject.edges, ...metadataEdges(dice)])
    for (const value of values) {
      const document = withValue(subject.good(dice, name), path, value);
      const title = `${subject.kind} ${path} = ${JSON.stringify(value)?.slice(0, 60)}`;
      const mode = dice.pick(['', '', 'fieldValidation=Strict', 'dryRun=All']);
      yield { kind: subject.kind, title, steps: [send(dice, 'POST', withMode(collection, mode), document)] };
    }
  for (const { path, values } of subject.large)
    for (const value of values) {
      const document = withValue(subject.good(dice, name), path, value);
      yield {
        kind: subject.kind,
        title: `${subject.kind} ${path}, large`,
        steps: [{ method: 'POST', path: collection, body: document }],
      };
    }
}

function create(place: Place): Case {
  const { subject, dice, collection } = place;
  let document = documentOf(place, 0.85);
  if (dice.chance(0.15)) {
    const path = dice.pick(['metadata.name', 'metadata.generateName', 'metadata.namespace']);
    document = withValue(document, path, dice.pick([...NAMES, null, 5, []]));
    if (path === 'metadata.generateName' && dice.chance(0.7)) delete (document.metadata as Tree).name;
  }
  const step = send(dice, 'POST', withMode(collection, dice.pick(MODES)), document);
  const own = (document.metadata as Tree | null)?.name === place.name;
  const again: Step[] = dice.chance(0.1) ? [{ ...step }] : [];
  return { kind: subject.kind, title: 'create', steps: own ? [step, ...again] : [step] };
}

/** The object as the server last answered it. */
function lastObject(answers: readonly Answer[]): Tree {
  const found = answers.findLast(({ body }) => body.kind !== 'Status' && body.metadata !== undefined);
  return structuredClone(found?.body ?? {});
}

function update(place: Place): Case {
  const { subject, dice, name, collection } = place;
  const own = `${collection}/${name}`;
  const first = documentOf(place, 0.15);
  const steps: Step[] = [{ method: 'POST', path: collection, body: first }];
  const times = 1 + dice.below(2);
  for (let time = 0; time < times; time += 1) {
    const mode = dice.pick(MODES);
    const path = withMode(own, mode);
    const what = dice.number();
    const [edge] = dice.some(edgesOf(place), 1);
    const value = edge === undefined ? 0 : dice.pick(edge.values);
    // what was read, with a change
    if (what < 0.4)
      steps.push({
        method: 'PUT',
        path,
        body: (answers: readonly Answer[]) => {
          const read = lastObject(answers);
          return edge === undefined ? read : withValue(read, edge.path, value);
        },
      });
    else if (what < 0.7) steps.push(send(dice, 'PUT', path, documentOf(place, 0.5)));
    else if (what < 0.85) {
      const edited = withEdges(dice, first, edgesOf(place), 2);
      steps.push(send(dice, 'PUT', path, edited));
    } else steps.push(send(dice, 'PUT', path, mutated(dice, first)));
  }
  return { kind: subject.kind, title: 'update', steps };
}

function subresource(place: Place): Case {
  const { subject, dice, name, collection } = place;
  const names = Object.keys(subject.subresources);
  if (names.length === 0) return update(place);
  const which = dice.pick(names);
  const { member, value } = subject.subresources[which] ?? { member: 'status', value: () => ({}) };
  const first = documentOf(place, 0.1);
  const path = withMode(`${collection}/${name}/${which}`, dice.pick(MODES));
  const made = value(dice);
  const steps: Step[] = [{ method: 'POST', path: collection, body: first }];
  if (which === 'finalize' && dice.chance(0.3)) steps.push({ method: 'DELETE', path: `${collection}/${name}` });
  if (dice.chance(0.5))
    steps.push({
      method: 'PUT',
      path,
      body: (answers: readonly Answer[]) => ({ ...lastObject(answers), [member]: made }),
    });
  else if (dice.chance(0.3)) steps.push(send(dice, 'PUT', path, withValue(documentOf(place, 0.3), member, made)));
  else
    steps.push({
      method: 'PATCH',
      path: `${path}${path.includes('?') ? '&' : '?'}fieldManager=m`,
      type: dice.pick([
        'application/merge-patch+json',
        'application/strategic-merge-patch+json',
        'application/apply-patch+yaml',
      ]),
      body: {
        apiVersion: 'v1',
        kind: subject.kind,
        metadata: { name, ...(dice.chance(0.2) ? { labels: { a: 'b' } } : {}) },
        [member]: made,
      },
    });
  steps.push({ method: 'GET', path: `${collection}/${name}` });
  return { kind: subject.kind, title: `subresource ${which}`, steps };
}

/** `count` cases of random sorts. */
export function* lifecycles(place: (index: number) => Place, count: number): Generator<Case> {
  for (let index = 0; index < count; index += 1) yield lifecycle(place(index));
}

/** `count` cases of random sorts. */
export function* cases(place: (index: number) => Place, count: number): Generator<Case> {
  for (let index = 0; index < count; index += 1) {
    const here = place(index);
    const what = here.dice.number();
    const made =
      what < 0.37
        ? create(here)
        : what < 0.6
          ? update(here)
          : what < 0.86
            ? patchCase(here)
            : what < 0.93
              ? subresource(here)
              : lifecycle(here);
    yield { ...made, title: `${here.subject.kind} ${index}: ${made.title}` };
  }
}
