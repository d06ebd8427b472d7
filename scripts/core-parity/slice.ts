// EndpointSlices that a cluster takes, and the values that bring them to their limits.
import { type Edge, GONE } from './edit.ts';
import type { Dice } from '../dice.ts';
import { ADDRESSES } from './service-values.ts';
import type { Tree } from './types.ts';

const GOOD = {
  IPv4: ['10.1.2.3', '10.1.2.4', '192.168.0.1'],
  IPv6: ['fd00::1', '2001:db8::2'],
  FQDN: ['www.example.com', 'a.example'],
};

/** An EndpointSlice that is taken. */
export function goodSlice(dice: Dice, name: string): Tree {
  const addressType = dice.pick(['IPv4', 'IPv4', 'IPv4', 'IPv6', 'FQDN'] as const);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name,
      ...(dice.chance(0.6)
        ? {
            labels: {
              'kubernetes.io/service-name': 'web',
              ...(dice.chance(0.2)
                ? { 'endpointslice.kubernetes.io/managed-by': dice.pick(['endpointslice-controller.k8s.io', 'x']) }
                : {}),
            },
          }
        : {}),
    },
    addressType,
    ...(dice.chance(0.9)
      ? {
          endpoints: Array.from({ length: dice.below(4) }, () => ({
            addresses: [dice.pick(GOOD[addressType])],
            ...(dice.chance(0.4)
              ? {
                  conditions: dice.pick<Tree>([
                    {},
                    { ready: true },
                    { ready: false, serving: true, terminating: true },
                  ]),
                }
              : {}),
            ...(dice.chance(0.2) ? { zone: 'zone-a' } : {}),
            ...(dice.chance(0.2) ? { nodeName: 'node-1' } : {}),
            ...(dice.chance(0.2) ? { hostname: 'host' } : {}),
            ...(dice.chance(0.2) ? { hints: { forZones: [{ name: 'zone-a' }] } } : {}),
            ...(dice.chance(0.2) ? { targetRef: { kind: 'Pod', name: 'p', namespace: 'default' } } : {}),
          })),
        }
      : {}),
    ...(dice.chance(0.9)
      ? {
          ports: Array.from({ length: dice.below(3) }, (_, index) => ({
            ...(index > 0 || dice.chance(0.7) ? { name: `p${index}` } : {}),
            ...(dice.chance(0.9) ? { port: dice.pick([80, 8080, 65_535]) } : {}),
            ...(dice.chance(0.3) ? { protocol: dice.pick(['TCP', 'UDP', 'SCTP']) } : {}),
            ...(dice.chance(0.2) ? { appProtocol: 'http' } : {}),
          })),
        }
      : {}),
  };
}

const WORDS = [
  'a',
  'zone-a',
  '',
  'A',
  'A b',
  '-a',
  'a.b',
  'a_b',
  'ü',
  'x'.repeat(63),
  'x'.repeat(64),
  'x'.repeat(253),
  'x'.repeat(254),
  null,
  'a..b',
  '1',
  'a.',
];
const hints = (count: number): Tree[] => Array.from({ length: count }, (_, index) => ({ name: `h${index}` }));
const many = (count: number, make: (index: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, index) => make(index));
const address = (index: number): string => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

/** Values at and around the limits of an EndpointSlice. */
export const sliceEdges: readonly Edge[] = [
  { path: 'addressType', values: ['IPv4', 'IPv6', 'FQDN', 'ipv4', '', 'IP', null, GONE, 4] },
  {
    path: 'endpoints',
    values: [
      [],
      null,
      GONE,
      {},
      [null],
      [{}],
      [{ addresses: [] }],
      [{ addresses: null }],
      [{ addresses: ['10.1.2.3'] }, { addresses: ['10.1.2.3'] }],
    ],
  },
  {
    path: 'endpoints[0].addresses',
    values: [
      ...ADDRESSES.map((one) => [one]),
      [],
      null,
      ['10.1.2.3', '10.1.2.3'],
      ['10.1.2.3', 'fd00::1'],
      [null],
      'x',
      ['a.example', 'B.example'],
      ['a.example.'],
      ['.'],
      ['a..b'],
      ['-a.b'],
      [`${'a'.repeat(64)}.b`],
      ['A.B'],
      [`x.${'a'.repeat(252)}`],
      ['a_b.c'],
      ['ü.de'],
    ],
  },
  {
    path: 'endpoints[0].conditions',
    values: [
      {},
      null,
      { ready: null },
      { ready: 'true' },
      { ready: true, serving: false, terminating: true },
      { bogus: 1 },
      [],
      'x',
    ],
  },
  { path: 'endpoints[0].hostname', values: WORDS },
  { path: 'endpoints[0].nodeName', values: WORDS },
  { path: 'endpoints[0].zone', values: WORDS },
  {
    path: 'endpoints[0].deprecatedTopology',
    values: [
      {},
      null,
      { a: 'b' },
      { 'a b': 'c d' },
      { 'topology.kubernetes.io/zone': 'z', 'kubernetes.io/hostname': 'n' },
      'x',
      { a: 1 },
    ],
  },
  {
    path: 'endpoints[0].targetRef',
    values: [
      {},
      null,
      { kind: 'Pod' },
      { kind: 'Pod', name: 'x', namespace: 'y', uid: 'u', apiVersion: 'v1', resourceVersion: '5', fieldPath: 'a' },
      { bogus: 1 },
      { uid: 5 },
      [],
    ],
  },
  {
    path: 'endpoints[0].hints',
    values: [
      {},
      null,
      { forZones: [] },
      { forZones: null },
      { forZones: hints(8) },
      { forZones: hints(9) },
      { forZones: [{ name: 'a' }, { name: 'a' }] },
      { forZones: [{ name: '' }] },
      { forZones: [{ name: 'A b' }] },
      { forZones: [{}] },
      { forZones: [null] },
      { forNodes: hints(8) },
      { forNodes: hints(9) },
      { forNodes: [{ name: 'a' }, { name: 'a' }] },
      { forNodes: [{ name: 'A' }] },
      { forNodes: [{ name: '' }] },
      { forZones: hints(9), forNodes: hints(9) },
      { forZones: [{ name: 'a' }], forNodes: [{ name: 'n' }] },
      { bogus: 1 },
    ],
  },
  { path: 'endpoints[0].bogus', values: [1] },
  {
    path: 'endpoints[1]',
    values: [{ addresses: ['10.9.9.9'] }, {}, null, { addresses: ['10.9.9.9'], hostname: 'host', zone: 'Z Z' }],
  },
  {
    path: 'ports',
    values: [
      [],
      null,
      GONE,
      {},
      [null],
      [{}],
      [{}, {}],
      [{ name: '' }, { name: '' }],
      [{ name: 'a' }, { name: 'a' }],
      [
        { name: 'a', port: 80 },
        { name: 'b', port: 80 },
      ],
      [{ name: null }],
      [{ port: 80 }, { name: '', port: 81 }],
    ],
  },
  { path: 'ports[0].name', values: [...WORDS, 'http', 'a'.repeat(15), 'a'.repeat(16), '80', 'a--b'] },
  { path: 'ports[0].port', values: [0, 1, 80, 65_535, 65_536, -1, 2 ** 31 - 1, 2 ** 31, 1.5, '80', null] },
  { path: 'ports[0].protocol', values: ['TCP', 'UDP', 'SCTP', 'tcp', '', 'HTTP', null] },
  { path: 'ports[0].appProtocol', values: ['http', 'x/y', 'x/y/z', '', 'A b', 'kubernetes.io/h2c', '/x', null, 'ü'] },
  { path: 'ports[0].bogus', values: [1] },
  {
    path: 'metadata.labels',
    values: [
      { 'kubernetes.io/service-name': '' },
      { 'kubernetes.io/service-name': 'A b' },
      { 'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io' },
      { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
    ],
  },
  { path: 'spec', values: [{}, { ports: [] }] },
  { path: 'status', values: [{}, null] },
];

/** The limits that need many elements: few cases, since they are large. */
export const largeSliceEdges: readonly Edge[] = [
  {
    path: 'endpoints',
    values: [
      many(1000, (index) => ({ addresses: [address(index)] })),
      many(1001, (index) => ({ addresses: [address(index)] })),
    ],
  },
  { path: 'endpoints', values: [[{ addresses: many(100, address) }], [{ addresses: many(101, address) }]] },
  {
    path: 'ports',
    values: [
      many(101, (index) => ({ name: `p${index}`, port: index })),
      many(20_000, (index) => ({ name: `p${index}` })),
      many(20_001, (index) => ({ name: `p${index}` })),
    ],
  },
];
