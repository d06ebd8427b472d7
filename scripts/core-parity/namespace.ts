// Namespaces that a cluster takes, and the values that bring them to their limits.
import { type Edge, GONE } from './edit.ts';
import type { Dice } from '../dice.ts';
import type { Tree } from './types.ts';

/** A Namespace that is taken. */
export function goodNamespace(dice: Dice, name: string): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      ...(dice.chance(0.5) ? { labels: { team: dice.pick(['a', 'b']), x: 'y' } } : {}),
      ...(dice.chance(0.2) ? { annotations: { note: 'n' } } : {}),
    },
    ...(dice.chance(0.2)
      ? { spec: { finalizers: dice.pick([['kubernetes'], ['a.example/b'], ['a.example/b', 'kubernetes']]) } }
      : {}),
  };
}

const FINALIZERS = [
  'kubernetes',
  'a.example/b',
  'x',
  'B_/x',
  'orphan',
  'foregroundDeletion',
  '',
  'a/b/c',
  '/x',
  'a.example/',
  'ü/x',
  null,
];

const CONDITIONS: readonly unknown[] = [
  {
    type: 'NamespaceDeletionContentFailure',
    status: 'True',
    lastTransitionTime: '2024-01-01T00:00:00Z',
    reason: 'a',
    message: 'b',
  },
  {},
  null,
  { type: 'x', status: 'y' },
  { type: 'x', lastTransitionTime: null },
  { type: 'x', lastTransitionTime: 'x' },
  { bogus: 1 },
];
const PHASES = ['Active', 'Terminating', '', 'x', null, 'active'];

/** Values at and around the limits of a Namespace. */
export const namespaceEdges: readonly Edge[] = [
  { path: 'spec', values: [{}, null, GONE, [], 'x', { finalizers: null }, { bogus: 1 }] },
  {
    path: 'spec.finalizers',
    values: [
      ...FINALIZERS.map((one) => [one]),
      [],
      null,
      ['a.example/b', 'a.example/b'],
      ['kubernetes', 'kubernetes'],
      ['x', 'B_/x'],
      'x',
      {},
    ],
  },
  {
    path: 'status',
    values: [{}, null, { phase: 'Terminating' }, { phase: 'x' }, { conditions: [{}] }, { bogus: 1 }, 'x'],
  },
  { path: 'status.phase', values: PHASES },
  {
    path: 'metadata.labels',
    values: [
      { 'kubernetes.io/metadata.name': 'other' },
      { 'kubernetes.io/metadata.name': '' },
      { 'kubernetes.io/metadata.name': 'A b' },
      { 'pod-security.kubernetes.io/enforce': 'x' },
      { 'pod-security.kubernetes.io/enforce': 'restricted' },
      { 'pod-security.kubernetes.io/enforce-version': 'v1.x' },
      { 'pod-security.kubernetes.io/warn': 'baseline' },
      { 'pod-security.kubernetes.io/audit': 'Privileged' },
    ],
  },
  { path: 'metadata.namespace', values: ['', 'x', 'default', 'A b', null, 5] },
];

/** Statuses for the status subresource. */
export function namespaceStatus(dice: Dice): unknown {
  return dice.pick<unknown>([
    { phase: dice.pick(PHASES) },
    { conditions: [dice.pick(CONDITIONS)] },
    { phase: 'Active', conditions: [dice.pick(CONDITIONS), dice.pick(CONDITIONS)] },
    {},
    null,
    'x',
    { bogus: 1 },
  ]);
}

/** Specs for the finalize subresource. */
export function namespaceSpec(dice: Dice): unknown {
  return dice.pick<unknown>([
    { finalizers: [dice.pick(FINALIZERS)] },
    { finalizers: [] },
    { finalizers: ['kubernetes', 'a.example/b'] },
    {},
    null,
    { finalizers: ['x'] },
  ]);
}
