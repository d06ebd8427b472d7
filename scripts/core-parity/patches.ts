// Patches of all four types.
import { type Edge, mutated, withValue } from './edit.ts';
import { documentOf, edgesOf, type Place, withMode } from './place.ts';
import type { Dice } from '../dice.ts';
import type { Case, Step, Tree } from './types.ts';

const MODES = ['', '', '', 'fieldValidation=Strict', 'fieldValidation=Ignore', 'fieldValidation=Warn', 'dryRun=All'];

/** Types of patches. */
const PATCH = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** A patch that sets some places. */
function partial(dice: Dice, edges: readonly Edge[], most: number): Tree {
  let patch: Tree = {};
  for (const { path, values } of dice.some(edges, most))
    patch = withValue(
      patch,
      path.replace(/\[\d\].*/, ''),
      path.includes('[') ? indexed(path, dice.pick(values)) : dice.pick(values),
    );
  return patch;
}

/** `ports[0].name` as a list with one element that has this member. */
function indexed(path: string, value: unknown): unknown {
  const [, rest = ''] = /\[\d\]\.?(.*)$/.exec(path) ?? [];
  const element = rest === '' ? value : withValue({ port: 80, name: 'a0' }, rest, value);
  return [element];
}

const pointer = (path: string): string =>
  `/${path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((token) => token.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/')}`;

function operation(dice: Dice, edges: readonly Edge[]): unknown {
  const { path, values } = dice.pick(edges);
  const value: unknown = dice.pick(values);
  const odd = dice.pick([
    '/spec/ports/0',
    '/spec/ports/-',
    '/spec/ports/9',
    '/metadata/labels/a~1b',
    '/metadata/labels',
    '/nope/x',
    '',
    '/',
    '/spec',
    '/endpoints/0',
    '/ports/1',
    'spec/x',
    '/metadata/name',
    '/metadata/resourceVersion',
    '/ports/-1',
    '/ports/01',
    '/~2',
  ]);
  const where = dice.chance(0.7) ? pointer(path) : odd;
  switch (dice.below(9)) {
    case 0:
      return { op: 'remove', path: where };
    case 1:
      return { op: 'test', path: where, value };
    case 2:
      return {
        op: 'copy',
        from: dice.pick(['/metadata/name', '/spec', '/ports', '/nope', '/metadata/labels']),
        path: where,
      };
    case 3:
      return { op: 'move', from: dice.pick(['/metadata/labels', '/spec/ports', '/endpoints', '/nope']), path: where };
    case 4:
      return dice.pick<unknown>([
        { op: 'bogus', path: where },
        { path: where },
        { op: 'add' },
        { op: 'add', path: where },
        'x',
        null,
        {},
        { op: 'replace', path: 5, value: 1 },
        { op: 'add', path: where, value, extra: 1 },
      ]);
    case 5:
    case 6:
      return { op: 'replace', path: where, value };
    default:
      return { op: 'add', path: where, value };
  }
}

/** What strategic merge knows beyond members. */
function directives(dice: Dice, patch: Tree): Tree {
  return dice.pick<() => Tree>([
    () => ({ ...patch, spec: { ports: [{ $patch: 'replace' }, { port: 81, name: 'x' }] } }),
    () => ({ ...patch, spec: { ports: [{ $patch: 'delete', port: 80 }] } }),
    () => ({ ...patch, spec: { ports: [{ port: 80, $patch: 'merge', name: 'y' }] } }),
    () => ({ ...patch, spec: { $patch: 'replace', ports: [{ port: 81 }] } }),
    () => ({ ...patch, spec: { $patch: 'delete' } }),
    () => ({ ...patch, spec: { $retainKeys: ['ports', 'type'], type: 'ClusterIP' } }),
    () => ({ ...patch, spec: { $retainKeys: ['ports'], type: 'ClusterIP' } }),
    () => ({
      ...patch,
      spec: { '$setElementOrder/ports': [{ port: 443 }, { port: 80 }], ports: [{ port: 443, name: 'h' }] },
    }),
    () => ({ ...patch, metadata: { '$deleteFromPrimitiveList/finalizers': ['a.example/b'] } }),
    () => ({ ...patch, metadata: { finalizers: ['c.example/d', 'a.example/b'] } }),
    () => ({
      ...patch,
      metadata: { '$setElementOrder/finalizers': ['c.example/d', 'a.example/b'], finalizers: ['c.example/d'] },
    }),
    () => ({ ...patch, metadata: { labels: { $patch: 'replace', only: 'this' } } }),
    () => ({ ...patch, metadata: { labels: { $patch: 'delete' } } }),
    () => ({ ...patch, metadata: { labels: null } }),
    () => ({ ...patch, spec: { ports: [{ name: 'nokey' }] } }),
    () => ({ ...patch, spec: { ports: 'x' } }),
    () => ({ ...patch, spec: { ports: [null] } }),
    () => ({ ...patch, spec: { ports: [5] } }),
    () => ({ ...patch, spec: { selector: { $patch: 'x', a: 'b' } } }),
    () => ({ ...patch, $patch: 'bogus' }),
    () => ({ ...patch, $patch: 'replace' }),
    () => ({ ...patch, $patch: 'delete' }),
    () => ({ ...patch, spec: { ports: [{ port: 80, protocol: 'UDP', name: 'u' }] } }),
    () => ({
      ...patch,
      spec: {
        ports: [
          { port: 80, protocol: 'UDP', name: 'u' },
          { port: 80, protocol: 'TCP', name: 't' },
        ],
      },
    }),
    () => ({ ...patch, ports: [{ name: 'a', port: 1 }] }),
    () => ({ ...patch, endpoints: [{ $patch: 'delete' }] }),
    () => ({ ...patch, metadata: { ownerReferences: [{ uid: 'u', apiVersion: 'v1', kind: 'ConfigMap', name: 'x' }] } }),
    () => ({ ...patch, metadata: { ownerReferences: [{ $patch: 'delete', uid: 'u' }] } }),
    () => ({ ...patch, status: { conditions: [{ type: 'A', status: 'True' }] } }),
    () => ({ ...patch, spec: { finalizers: ['a.example/b'] } }),
    () => ({ ...patch, metadata: { annotations: { a: null, b: 'c' } } }),
    () => ({ ...patch, spec: { clusterIPs: ['None'], externalIPs: ['5.6.7.8'] } }),
  ])();
}

function onePatch(place: Place, first: Tree): Step {
  const { dice, name, collection, subject } = place;
  const mode = dice.pick(MODES);
  const path = `${collection}/${name}`;
  const edges = edgesOf(place);
  const what = dice.number();
  if (what < 0.25) {
    const patch = dice.chance(0.03)
      ? dice.pick<unknown>([{}, 'x', null, [], 5])
      : Array.from({ length: 1 + dice.below(3) }, () => operation(dice, edges));
    return { method: 'PATCH', path: withMode(path, mode), type: PATCH.json, body: patch };
  }
  if (what < 0.5)
    return {
      method: 'PATCH',
      path: withMode(path, mode),
      type: PATCH.merge,
      body: dice.chance(0.04)
        ? dice.pick<unknown>(['x', [], 5, [{}], '{', '{"a":1,"a":2}', ''])
        : partial(dice, edges, 3),
    };
  if (what < 0.75) {
    const patch = dice.chance(0.04) ? {} : partial(dice, edges, 2);
    const body = dice.chance(0.03)
      ? dice.pick<unknown>(['x', [], 5, '{', ''])
      : dice.chance(0.5)
        ? directives(dice, dice.chance(0.5) ? {} : patch)
        : patch;
    return { method: 'PATCH', path: withMode(path, mode), type: PATCH.strategic, body };
  }
  const { apiVersion, kind } = first;
  const body = dice.chance(0.4)
    ? documentOf(place, 0.5)
    : dice.chance(0.3)
      ? mutated(dice, first)
      : { apiVersion, kind, metadata: { name }, ...partial(dice, subject.edges, 2) };
  const options = [
    mode,
    `fieldManager=${dice.pick(['m', 'm', 'n', 'parity'])}`,
    dice.pick(['', 'force=true', 'force=false', 'force=true']),
  ].filter((option) => option !== '');
  return {
    method: 'PATCH',
    path: withMode(path, dice.chance(0.03) ? mode : options.join('&')),
    type: PATCH.apply,
    body,
  };
}

/** An object, and one to three patches of it. */
export function patchCase(place: Place): Case {
  const { dice, collection, subject, name } = place;
  const first = documentOf(place, 0.1);
  const steps: Step[] = [];
  if (dice.chance(0.25))
    steps.push({
      method: 'PATCH',
      path: `${collection}/${name}?fieldManager=${dice.pick(['m', 'n'])}`,
      type: PATCH.apply,
      body: first,
    });
  else if (!dice.chance(0.03)) steps.push({ method: 'POST', path: collection, body: first });
  for (let left = 1 + dice.below(3); left > 0; left -= 1) steps.push(onePatch(place, first));
  return { kind: subject.kind, title: 'patch', steps };
}
