// Metadata in every way.
import { type Edge, GONE } from './edit.ts';
import type { Dice } from '../dice.ts';
import type { Tree } from './types.ts';

const A63 = 'a'.repeat(63);
const A64 = 'a'.repeat(64);
const DEEP = `${A63}.${A63}.${A63}.${'b'.repeat(61)}`;

/** Names of objects: labels, subdomains, and what is neither. */
export const NAMES = [
  'a',
  A63,
  A64,
  '1a',
  '1',
  'a.b',
  'a-b',
  'a--b',
  'A',
  'a-',
  '-a',
  'a_b',
  'ü',
  '',
  'a b',
  DEEP,
  `${DEEP}b`,
  `${DEEP}bb`,
  '..',
  '.',
  'a/b',
  'a%b',
  'a..b',
  'a.',
  '.a',
  'x\ny',
  '"q"',
  'a\\b',
  '日本',
  'metadata',
  'null',
  '0',
];

const LABEL_KEYS = [
  'a',
  'a/b',
  'example.com/a',
  'A',
  'A.b_c-d',
  '-a',
  'a-',
  '_a',
  '',
  '/',
  '/a',
  'a/',
  'a/b/c',
  'Example.com/a',
  'a b',
  'ü',
  A63,
  A64,
  `example.com/${A63}`,
  `example.com/${A64}`,
  `${DEEP}/a`,
  `${DEEP}b/a`,
  'example..com/a',
  'kubernetes.io/metadata.name',
  'x\n',
];
const LABEL_VALUES = ['', 'v', 'V_1.2-x', A63, A64, '-v', 'v-', 'a b', 'a/b', 'ü', '.', '1', 'x\n', 'a"b'];
const UIDS = ['u', 'u', 'v', '', '11111111-2222-3333-4444-555555555555'];

function owner(dice: Dice): Tree {
  return {
    apiVersion: dice.pick(['v1', 'apps/v1', '', '/v1', 'a/b/c', 'v1/', 'x']),
    kind: dice.pick(['ConfigMap', 'Event', '', 'x']),
    name: dice.pick(['x', '', 'A b']),
    uid: dice.pick(UIDS),
    ...(dice.chance(0.5) ? { controller: dice.pick([true, true, false, null]) } : {}),
    ...(dice.chance(0.3) ? { blockOwnerDeletion: dice.pick([true, false, null, 'x']) } : {}),
    ...(dice.chance(0.1) ? { bogus: 1 } : {}),
  };
}

function managed(dice: Dice): Tree {
  return {
    manager: dice.pick(['m', '', 'kubectl', 'x'.repeat(130), 'a\u0001']),
    operation: dice.pick(['Apply', 'Update', 'Update', '', 'x']),
    apiVersion: dice.pick(['v1', 'discovery.k8s.io/v1', 'x/v9', '']),
    ...(dice.chance(0.6) ? { time: dice.pick(['2024-01-01T00:00:00Z', null, 'x']) } : {}),
    ...(dice.chance(0.9) ? { fieldsType: dice.pick(['FieldsV1', 'FieldsV1', '', 'x']) } : {}),
    ...(dice.chance(0.9)
      ? {
          fieldsV1: dice.pick<unknown>([
            {},
            { 'f:metadata': { 'f:labels': { 'f:a': {} } } },
            null,
            { x: 1 },
            { 'f:spec': 'x' },
            [],
          ]),
        }
      : {}),
    ...(dice.chance(0.2) ? { subresource: dice.pick(['status', 'scale', '']) } : {}),
  };
}

const pairs = (dice: Dice, count: number): Tree =>
  Object.fromEntries(Array.from({ length: count }, () => [dice.pick(LABEL_KEYS), dice.pick(LABEL_VALUES)]));

const big = (bytes: number): Tree => ({ a: 'x'.repeat(bytes - 1) });

const FINALIZERS = [
  'a.example/b',
  'kubernetes',
  'orphan',
  'foregroundDeletion',
  'x',
  'B_/x',
  'a/b/c',
  '',
  'a.example/',
  '/b',
  'a.example/B',
  `a.example/${A64}`,
];
const TIMES = [
  null,
  '2020-01-01T00:00:00Z',
  '2020-01-01T00:00:00.999Z',
  '2020-01-01T00:00:00+02:00',
  '2020-02-30T00:00:00Z',
  '2020-13-01T00:00:00Z',
  '2020-01-01',
  'x',
  '',
  5,
  '2020-01-01T24:00:00Z',
  '2020-01-01T00:00:60Z',
  '2020-01-01t00:00:00z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '10000-01-01T00:00:00Z',
];

/** Edges of metadata of any kind. Those of names are apart, since they decide where the object is. */
export function metadataEdges(dice: Dice): Edge[] {
  return [
    {
      path: 'metadata.labels',
      values: [
        ...Array.from({ length: 12 }, () => pairs(dice, 1 + dice.below(3))),
        {},
        null,
        [],
        'x',
        { a: null },
        { a: 1 },
        { a: true },
        { a: {} },
      ],
    },
    { path: 'metadata.labels.app', values: LABEL_VALUES },
    {
      path: 'metadata.annotations',
      values: [
        ...Array.from({ length: 10 }, () => pairs(dice, 1 + dice.below(3))),
        {},
        null,
        [],
        { a: null },
        { a: 7 },
        { A: 'x' },
        { 'A/B': 'x' },
        { a: 'anything ü "\n' },
        big(262_144),
        big(262_145),
        { ü: 'x' },
      ],
    },
    {
      path: 'metadata.finalizers',
      values: [
        ...Array.from({ length: 8 }, () => dice.some(FINALIZERS, 3)),
        ['orphan', 'foregroundDeletion'],
        [null],
        [1],
        ['a.example/b', 'a.example/b'],
        'x',
        {},
        [],
      ],
    },
    {
      path: 'metadata.ownerReferences',
      values: [
        ...Array.from({ length: 10 }, () => [owner(dice)]),
        ...Array.from({ length: 6 }, () => [owner(dice), owner(dice)]),
        [],
        {},
        [null],
        ['x'],
        null,
      ],
    },
    {
      path: 'metadata.managedFields',
      values: [
        ...Array.from({ length: 8 }, () => [managed(dice)]),
        [{}],
        [],
        null,
        'x',
        [null],
        [managed(dice), managed(dice)],
      ],
    },
    { path: 'metadata.generation', values: [0, 1, 5, -1, 1.5, '1', null, 2 ** 31, 1e15] },
    { path: 'metadata.creationTimestamp', values: TIMES },
    { path: 'metadata.deletionTimestamp', values: TIMES },
    { path: 'metadata.deletionGracePeriodSeconds', values: [0, 30, -1, null, '0', 1.5] },
    { path: 'metadata.uid', values: ['', 'x', '11111111-2222-3333-4444-555555555555', 5, null, GONE] },
    { path: 'metadata.resourceVersion', values: ['', '0', '1', 'x', '-1', '007', 5, null, '99999999999999999999'] },
    { path: 'metadata.selfLink', values: ['/x', '', null, 1] },
    { path: 'metadata.clusterName', values: ['x', ''] },
    { path: 'metadata.generateName', values: ['a-', 'A', '', null, 'x'.repeat(60), 'a.', 1] },
    { path: 'metadata.bogus', values: [1, null, {}] },
    {
      path: 'apiVersion',
      values: ['v1', 'v2', 'apps/v1', 'discovery.k8s.io/v1', 'discovery.k8s.io/v1beta1', '', GONE, 'a/b/c', 1, null],
    },
    {
      path: 'kind',
      values: ['Service', 'EndpointSlice', 'Namespace', 'Pod', 'service', 'List', 'Bogus', '', GONE, 1, null],
    },
    { path: 'bogus', values: [1, null, { a: 1 }] },
  ];
}
