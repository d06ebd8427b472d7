// Deletion: finalizers, preconditions, options, names that are taken.
import { documentOf, type Place, send, withMode } from './place.ts';
import type { Answer, Case, Step, Tree } from './types.ts';

const HOLD = 'a.example/b';

const last = (answers: readonly Answer[]): Tree =>
  structuredClone(answers.findLast(({ body }) => body.kind !== 'Status' && body.metadata !== undefined)?.body ?? {});

const uidOf = (answers: readonly Answer[]): unknown => (last(answers).metadata as Tree | undefined)?.uid;
const versionOf = (answers: readonly Answer[]): unknown =>
  (last(answers).metadata as Tree | undefined)?.resourceVersion;

/** Bodies of a deletion. */
function options({ dice }: Place): Step['body'] {
  return dice.pick<() => Step['body']>([
    () => undefined,
    () => undefined,
    () => ({ preconditions: { uid: 'nope' } }),
    () => ({ preconditions: { resourceVersion: '1' } }),
    () => ({ preconditions: { uid: 'nope', resourceVersion: '1' } }),
    () => (answers: readonly Answer[]) => ({ preconditions: { uid: uidOf(answers) } }),
    () => (answers: readonly Answer[]) => ({
      preconditions: { uid: uidOf(answers), resourceVersion: versionOf(answers) },
    }),
    () => ({ kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 }),
    () => ({ kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' }),
    () => ({ gracePeriodSeconds: -1 }),
    () => ({ gracePeriodSeconds: 30 }),
    () => ({ propagationPolicy: 'Nope' }),
    () => ({ propagationPolicy: 'Background', orphanDependents: true }),
    () => ({ dryRun: ['All'] }),
    () => ({ dryRun: ['Some'] }),
    () => ({ bogus: 1 }),
    () => ({ preconditions: 5 }),
    () => [],
    () => 'x',
    () => ({ kind: 'Pod', apiVersion: 'v1' }),
    () => ({ kind: 'DeleteOptions', apiVersion: 'x/v1' }),
  ])();
}

/** A document that lets go of nothing where the rest of the flow needs the object: our namespaces are gone then. */
function kept(place: Place): Tree {
  const document = documentOf(place, place.subject.kind === 'Namespace' ? 0 : 0.2);
  if (place.subject.kind === 'Namespace') document.metadata = { ...(document.metadata as Tree), finalizers: [HOLD] };
  return document;
}

/** A change to what is being deleted. */
function change(place: Place, own: string): Step {
  const { dice } = place;
  const merge = (body: unknown, mode = ''): Step => ({
    method: 'PATCH',
    path: withMode(own, mode),
    type: 'application/merge-patch+json',
    body,
  });
  return dice.pick<() => Step>([
    () => merge({ metadata: { labels: { a: 'b' } } }),
    () => merge({ metadata: { finalizers: [HOLD, 'c.example/d'] } }),
    () => merge({ metadata: { finalizers: null } }, 'dryRun=All'),
    () => merge({ metadata: { deletionTimestamp: null } }),
    () => merge({ metadata: { deletionGracePeriodSeconds: 5 } }),
    () => merge({ spec: { finalizers: ['x.example/y'] } }),
    () => ({ method: 'PUT', path: own, body: (answers: readonly Answer[]) => last(answers) }),
    () => send(dice, 'PUT', own, kept(place)),
    () => ({ method: 'POST', path: place.collection, body: documentOf(place, 0) }),
    () => ({ method: 'GET', path: own }),
    () => ({ method: 'DELETE', path: own, body: options(place) }),
  ])();
}

/** An object with a finalizer is deleted, changed, let go. */
export function lifecycle(place: Place): Case {
  const { dice, subject, collection, name } = place;
  const own = `${collection}/${name}`;
  const document = documentOf(place, 0);
  const held = subject.kind === 'Namespace' || dice.chance(0.6);
  if (held) (document.metadata as Tree).finalizers = [HOLD];
  const steps: Step[] = [{ method: 'POST', path: collection, body: document }];
  const mode = dice.pick([
    '',
    '',
    '',
    '',
    'dryRun=All',
    'propagationPolicy=Background',
    'gracePeriodSeconds=0',
    'propagationPolicy=Nope',
    'gracePeriodSeconds=x',
    'dryRun=Some',
    subject.kind === 'Namespace' ? '' : 'orphanDependents=false',
  ]);
  steps.push({ method: 'DELETE', path: withMode(own, mode), body: options(place) });
  for (let left = dice.below(4); left > 0; left -= 1) steps.push(change(place, own));
  if (subject.kind === 'Namespace' && dice.chance(0.7))
    steps.push({
      method: 'PUT',
      path: `${own}/finalize`,
      body: (answers: readonly Answer[]) => ({ ...last(answers), spec: dice.pick([{}, { finalizers: [] }]) }),
    });
  steps.push({
    method: 'PATCH',
    path: own,
    type: 'application/merge-patch+json',
    body: { metadata: { finalizers: null } },
  });
  if (subject.kind !== 'Namespace') steps.push({ method: 'GET', path: own }, { method: 'DELETE', path: own });
  return { kind: subject.kind, title: 'lifecycle', steps };
}
