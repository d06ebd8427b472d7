// What stands around a specification: metadata, apiVersion and kind, the body as a whole, and the query.
import { apiVersionOf, apiVersionsOf } from '../../../server/model/api-version.ts';
import { type Ground, manifest, pathOf, query, type Strategy } from '../case.ts';
import { json, yaml } from '../render.ts';
import {
  type Draft,
  type DraftObject,
  isDraftObject,
  LENGTHS,
  Literal,
  NUMBERS,
  SHAPES,
  STRANGE_NAMES,
  TEXTS,
} from '../values.ts';

const TIMES = [
  '2024-01-02T03:04:05Z',
  '2024-01-02T03:04:05.5+02:00',
  '2024-01-02',
  '',
  'now',
  '0001-01-01T00:00:00Z',
  '2024-13-01T00:00:00Z',
  '2024-02-30T00:00:00Z',
  '2024-01-02 03:04:05Z',
  '2024-01-02t03:04:05z',
  '2024-01-02T25:04:05Z',
  '2024-01-02T03:04:05',
  '2024-01-02T03:04:5Z',
  '99999-01-02T03:04:05Z',
];
const KEYS = [
  'a',
  'a/b',
  'a/b/c',
  '/b',
  'a/',
  'A/b',
  'a..b/c',
  'a_b',
  '-a',
  'a-',
  '',
  ' ',
  'é',
  'a b',
  'example.com/Name',
  'x'.repeat(63),
  'x'.repeat(64),
  `${'p'.repeat(253)}/x`,
  `${'p'.repeat(254)}/x`,
  'kubectl.kubernetes.io/last-applied-configuration',
  '__proto__',
  'a.b.c/d_e.F',
  '日本',
];
const VALUES = [
  '',
  'a',
  'A_b.c-d',
  '-a',
  'a-',
  'a b',
  'ä',
  'x'.repeat(63),
  'x'.repeat(64),
  '.',
  '1',
  'true',
  '日'.repeat(22),
  '日'.repeat(21),
];
const NAMES = [
  '',
  'a',
  'A',
  'a.b',
  'a..b',
  '-a',
  'a-',
  'a_b',
  'ä',
  'x'.repeat(253),
  'x'.repeat(254),
  'x'.repeat(64),
  '.',
  '..',
  'a/b',
  'a%2fb',
  ' a',
  '1',
  'true',
  '日本',
  'a\n',
  '😀',
  `${'a'.repeat(250)}.b.`,
];

type Fill = (ground: Ground) => Draft;
const wrong: Fill = ({ roll }) => roll.pick<Draft>([...SHAPES, ...NUMBERS, ...TEXTS]);
const time: Fill = ({ roll }) => roll.pick(TIMES);
const number: Fill = ({ roll }) => roll.pick(NUMBERS);
const texts =
  (keys: readonly string[], values: readonly string[]): Fill =>
  ({ roll }) =>
    Object.fromEntries(
      Array.from({ length: roll.pick([0, 1, 1, 2, 3]) }, () => [
        roll.pick(keys),
        roll.chance(0.85) ? roll.pick(values) : roll.pick<Draft>([null, 1, true, [], {}]),
      ]),
    );

const OWNER: DraftObject = { apiVersion: 'v1', kind: 'Service', name: 'a', uid: 'u' };
const owners: Fill = ({ roll }) =>
  Array.from({ length: roll.pick([0, 1, 1, 2, 3]) }, (): Draft => {
    const owner: DraftObject = { ...OWNER, uid: roll.pick(['u', 'v', 'w']) };
    if (roll.chance(0.5))
      owner[roll.pick(['apiVersion', 'kind', 'name', 'uid', 'controller', 'blockOwnerDeletion', 'x'])] =
        roll.pick<Draft>([...SHAPES, '', 'Event', 'a/b/c', '/', 'v1/', 1]);
    if (roll.chance(0.4)) owner.controller = roll.chance(0.8);
    return roll.chance(0.95) ? owner : roll.pick(SHAPES);
  });
const finalizers: Fill = ({ roll }) =>
  Array.from({ length: roll.pick([0, 1, 1, 2, 3]) }, (): Draft =>
    roll.chance(0.9)
      ? roll.pick([...KEYS, 'orphan', 'foregroundDeletion', 'kubernetes', 'example.com/a', 'example.com/b'])
      : roll.pick(SHAPES),
  );
const managers: Fill = ({ kind, roll }) =>
  Array.from({ length: roll.pick([0, 1, 1, 2]) }, (): Draft => {
    const entry: DraftObject = {
      manager: 'm',
      operation: 'Update',
      apiVersion: apiVersionOf(kind),
      time: '2024-01-02T03:04:05Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': {} },
    };
    if (roll.chance(0.6))
      entry[roll.pick([...Object.keys(entry), 'subresource', 'x'])] = roll.pick<Draft>([
        ...SHAPES,
        '',
        'Apply',
        'x',
        'v1',
        'x'.repeat(129),
        'm\n',
        1,
        { 'f:spec': { 'f:x': {} } },
        { 'k:x': {} },
        { '.': {} },
        { 'f:spec': 1 },
      ]);
    if (roll.chance(0.1)) delete entry[roll.pick(Object.keys(entry))];
    return entry;
  });

/** What each member of metadata is filled with. */
const FILLS: Record<string, readonly Fill[]> = {
  name: [({ roll }) => roll.pick(NAMES), ({ roll }) => roll.pick(NAMES), wrong],
  generateName: [({ roll }) => roll.pick([...NAMES, 'x-', 'A-', '-', 'x'.repeat(62)]), wrong],
  namespace: [({ roll }) => roll.pick([...NAMES, 'default', 'other']), wrong],
  labels: [texts(KEYS, VALUES), texts(KEYS, VALUES), wrong],
  annotations: [
    texts(KEYS, TEXTS),
    ({ roll }) => ({ a: 'ä'.repeat(131_072 - roll.below(3)) }),
    ({ roll }) => ({ a: 'x'.repeat(262_144 - roll.below(3)) }),
    wrong,
  ],
  finalizers: [finalizers, finalizers, wrong],
  ownerReferences: [owners, owners, owners, wrong],
  managedFields: [managers, managers, wrong],
  creationTimestamp: [time, wrong],
  deletionTimestamp: [time, wrong],
  deletionGracePeriodSeconds: [number, wrong],
  generation: [number, wrong],
  resourceVersion: [({ roll }) => roll.pick(['', '0', '1', 'x', '-1', '99999999999999999999']), wrong],
  uid: [({ roll }) => roll.pick(['', 'u', '5d2f7c1e-0000-4000-8000-000000000001']), wrong],
  selfLink: [({ roll }) => roll.pick(TEXTS), wrong],
};

/** Changes members of metadata. */
export function fillMetadata(document: DraftObject, ground: Ground): void {
  const { roll } = ground;
  const metadata: DraftObject = isDraftObject(document.metadata) ? { ...document.metadata } : {};
  for (let count = roll.pick([1, 1, 1, 2, 3]); count > 0; count--) {
    const name = roll.pick(Object.keys(FILLS));
    metadata[name] = roll.pick(FILLS[name] ?? [wrong])(ground);
    if (roll.chance(0.06)) delete metadata.name;
    if (roll.chance(0.06)) metadata[roll.pick([...STRANGE_NAMES, 'clusterName', 'initializers'])] = wrong(ground);
  }
  document.metadata = roll.chance(0.03) ? wrong(ground) : metadata;
}

/** Metadata in all ways. */
export const metadata: Strategy = (ground) => {
  const { roll } = ground;
  const document = manifest(ground, ground.accepted);
  fillMetadata(document, ground);
  const asYaml = roll.chance(0.15);
  const body = asYaml ? yaml(document, roll) : json(document);
  return {
    title: 'metadata',
    steps: [
      {
        method: 'POST',
        path: pathOf(ground) + query(roll),
        body,
        type: asYaml ? 'application/yaml' : 'application/json',
      },
    ],
  };
};

/** Wrong types and versions, members beside those of the kind. */
export const identity: Strategy = (ground) => {
  const { kind, roll } = ground;
  const document = manifest(ground, ground.accepted);
  const versions = [
    ...apiVersionsOf(kind),
    'v1',
    `${kind.group}/v2`,
    kind.group,
    'a/b/c',
    '',
    '/',
    `${kind.group}/`,
    '/v1',
    'gateway.networking.k8s.io/v1alpha2',
    'apps/v1',
  ];
  const names = [
    'HTTPRoute',
    'Gateway',
    'Service',
    'httproute',
    `${kind.kind}List`,
    'Status',
    'List',
    '',
    'Nonsense',
    'CreateOptions',
  ];
  for (let count = roll.pick([1, 1, 2]); count > 0; count--) {
    const member = roll.pick(['apiVersion', 'kind', 'spec', 'status', 'metadata', 'other']);
    if (roll.chance(0.12)) delete document[member];
    else if (member === 'apiVersion') document.apiVersion = roll.chance(0.8) ? roll.pick(versions) : wrong(ground);
    else if (member === 'kind') document.kind = roll.chance(0.8) ? roll.pick(names) : wrong(ground);
    else if (member === 'other')
      document[roll.pick(['Spec', 'Kind', 'KIND', 'apiversion', 'items', 'data', ...STRANGE_NAMES])] = wrong(ground);
    else document[member] = wrong(ground);
  }
  const asYaml = roll.chance(0.2);
  return {
    title: 'identity',
    steps: [
      {
        method: 'POST',
        path: pathOf(ground) + query(roll),
        body: asYaml ? yaml(document, roll) : json(document),
        type: asYaml ? 'application/yaml' : 'application/json',
      },
    ],
  };
};

const BODIES = [
  '',
  ' ',
  '\n',
  'null',
  'true',
  '1',
  '"a"',
  '[]',
  '{}',
  '[{}]',
  '{"kind":',
  '{"kind":"HTTPRoute"}',
  '{"apiVersion":"v1"}',
  'a',
  'a: b',
  '---',
  '--- \n---\n',
  '# x',
  '...',
  '- a',
  '~',
  '{a: b',
  '\t',
  'a:\tb',
  '%YAML 1.1',
  '%YAML 1.1\n---\na: 1',
  '&a',
  '*a',
  '!!str',
  '\u0000',
  '\ufeff',
  '\ufeff{}',
  '{}{}',
  '{} {}',
  '{},',
  'k\u0008s',
  '<html>',
  '{"kind":"HTTPRoute","apiVersion":"gateway.networking.k8s.io/v1","metadata":{"name":"x"},"spec":{}}x',
  '[',
  '{',
  '"',
  '{"a":1e400}',
  '{"a":-}',
  '{"a":01}',
  "{'a':1}",
  '{"a":tru}',
  '{"a":"\\x"}',
  '{"a":"\n"}',
  '{"a" 1}',
  '{"a":1 "b":2}',
  '[1 2]',
  '{1:2}',
  '{"a":1,}',
  '[1,]',
  '\u00a0{}',
];
const TYPES = [
  'application/json',
  'application/yaml',
  'application/json;charset=utf-8',
  'application/JSON',
  'text/plain',
  'text/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  '*/*',
  'json',
  'application/json;q=1',
  'application/json,application/yaml',
  'application/merge-patch+json',
  'application/cbor',
  'application/apply-patch+yaml',
  '',
  ' ',
];
const QUERIES = [
  '',
  '?dryRun=',
  '?dryRun=all',
  '?dryRun=All&dryRun=All',
  '?dryRun=All&dryRun=x',
  '?dryRun=false',
  '?fieldValidation=strict',
  '?fieldValidation=',
  '?fieldValidation=Strict&fieldValidation=Warn',
  '?fieldManager=a%0Ab',
  `?fieldManager=${'x'.repeat(129)}`,
  '?fieldManager=%E4%B8%AD',
  '?pretty=true',
  '?x=y',
  '?dryRun=All&fieldValidation=Nope&fieldManager=%00',
  '?resourceVersion=x',
  '?force=true',
  '?timeout=1x',
  '?timeout=10s',
  '?gracePeriodSeconds=x',
  '?orphanDependents=maybe',
];

/** Bodies, content types and queries that are out of the ordinary. */
export const request: Strategy = (ground) => {
  const { roll } = ground;
  const which = roll.below(3);
  const document = manifest(ground, ground.accepted);
  const body = which === 0 ? roll.pick(BODIES) : roll.chance(0.2) ? yaml(document, roll) : json(document);
  const type = which === 1 ? roll.pick(TYPES) : roll.pick(['application/json', 'application/yaml']);
  const path = pathOf(ground) + (which === 2 ? roll.pick(QUERIES) : query(roll));
  return { title: 'request', steps: [{ method: 'POST', path, body, type }] };
};

/** Names of other lengths, so that lengths of generated names show. */
export const longNames: Strategy = (ground) => {
  const document = manifest(ground, ground.accepted);
  const { roll } = ground;
  document.metadata = {
    generateName: 'g'.repeat(roll.pick(LENGTHS)).slice(0, 260),
    ...(roll.chance(0.3) ? { name: new Literal('null') } : {}),
  };
  return {
    title: 'generateName',
    steps: [{ method: 'POST', path: `${pathOf(ground)}?dryRun=All`, body: json(document) }],
  };
};
