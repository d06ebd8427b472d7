// Changes of an object that is there: PUT, the three patches, and its status.
import type { Step } from '../ask.ts';
import { type Ground, manifest, pathOf, query, type Strategy } from '../case.ts';
import { atEdge, mutate, placesOf, set, strange } from '../mutate.ts';
import { json, yaml } from '../render.ts';
import {
  copyOf,
  type Draft,
  type DraftObject,
  isDraftObject,
  Literal,
  SHAPES,
  STRANGE_NAMES,
  TEXTS,
} from '../values.ts';
import { fillMetadata } from './envelope.ts';

/** The creation of an object, and what was sent. */
export function created(ground: Ground): { document: DraftObject; first: Step } {
  const document = manifest(ground, ground.accepted);
  // a further version has to be named as the path names it
  const path = pathOf({ ...ground, roll: { ...ground.roll, chance: () => false } });
  return { document, first: { method: 'POST', path, body: json(document) } };
}

function changes(document: DraftObject, { kind, roll }: Ground, most: readonly number[]): DraftObject {
  const copy = copyOf(document) as DraftObject;
  for (let count = roll.pick(most); count > 0; count--) mutate(copy, kind.schema, roll);
  return copy;
}

const RV = new Literal('"{{rv}}"');

/** PUT of a changed document. */
export const put: Strategy = (ground) => {
  const { roll, name } = ground;
  const { document, first } = created(ground);
  const next = roll.chance(0.12) ? manifest(ground) : changes(document, ground, [0, 1, 1, 1, 2, 3]);
  if (isDraftObject(next.metadata)) next.metadata = { ...next.metadata, resourceVersion: RV };
  if (roll.chance(0.2)) fillMetadata(next, ground);
  if (roll.chance(0.1)) next.status = strange(roll);
  const asYaml = roll.chance(0.2);
  const path = pathOf(ground, name) + query(roll);
  const steps: Step[] = [
    first,
    {
      method: 'PUT',
      path,
      body: asYaml ? yaml(next, roll) : json(next),
      type: asYaml ? 'application/yaml' : 'application/json',
    },
  ];
  if (roll.chance(0.1)) steps.push({ ...(steps[1] as Step), path: pathOf(ground, name) });
  return { title: 'put', steps };
};

/** What a merge patch has to say to make one document of another. */
function difference(from: Draft, to: Draft): Draft {
  if (!isDraftObject(from) || !isDraftObject(to)) return to;
  const patch: DraftObject = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [
      Object.hasOwn(from, key) ? from[key] : undefined,
      Object.hasOwn(to, key) ? to[key] : undefined,
    ];
    if (after === undefined) patch[key] = null;
    else if (before === undefined) patch[key] = after;
    else if (JSON.stringify(before) !== JSON.stringify(after)) patch[key] = difference(before, after);
  }
  return patch;
}

/** Bodies of patches that are none. */
export const BODIES = [
  '',
  ' ',
  'null',
  '[]',
  '{}',
  '1',
  '"a"',
  '{',
  '[{}]',
  '[null]',
  '[1]',
  '{"spec":null}',
  '{"metadata":null}',
  '{"kind":null}',
  '{"apiVersion":null}',
  '{"metadata":{"name":null}}',
  '{"metadata":{"name":"other"}}',
  '{"kind":"Other"}',
  '{"metadata":{"resourceVersion":"1"}}',
  '{"metadata":{"uid":"x"}}',
  '{"a":1,"a":2}',
  '{"spec":{},"spec":null}',
  '{"spec":{"a":{"b":null}}}',
  '{"metadata":{"namespace":"other"}}',
  '{}{}',
  '{"metadata":{"labels":{"a":"b"}}}',
  '{"metadata":{"labels":{"a":1}}}',
  '{"metadata":{"annotations":null,"labels":null,"finalizers":null}}',
  '{"__proto__":{"a":1}}',
  '{"metadata":{"managedFields":[]}}',
  '{"metadata":{"managedFields":[{}]}}',
  '{"metadata":{"creationTimestamp":null}}',
  '{"metadata":{"generation":7}}',
  '{"status":{"x":1}}',
  '{"status":null}',
  '{"apiVersion":"v1"}',
  '{"metadata":[]}',
  '{"metadata":{"deletionTimestamp":"2024-01-02T03:04:05Z"}}',
];

/** A merge patch. */
export const mergePatch: Strategy = (ground) => {
  const { roll, name } = ground;
  const { document, first } = created(ground);
  const body = roll.chance(0.25)
    ? roll.pick(BODIES)
    : json(difference(document, changes(document, ground, [1, 1, 2, 3])));
  const step: Step = {
    method: 'PATCH',
    path: pathOf(ground, name) + query(roll),
    body,
    type: 'application/merge-patch+json',
  };
  return { title: 'merge patch', steps: [first, step] };
};

const PATCH_TYPES = [
  'application/strategic-merge-patch+json',
  'application/json',
  'application/yaml',
  '',
  'text/plain',
  'application/merge-patch+json; charset=utf-8',
  'application/apply-patch+cbor',
  'application/apply-patch+json',
  'APPLICATION/MERGE-PATCH+JSON',
];

/** Patches of other types, and with other queries. */
export const otherPatch: Strategy = (ground) => {
  const { roll, name } = ground;
  const { first } = created(ground);
  const queries = [
    '',
    '?force=true',
    '?fieldManager=m',
    '?fieldManager=m&force=true',
    '?dryRun=x',
    '?fieldValidation=x',
    '?fieldManager=',
    '?force=x',
  ];
  const type = roll.chance(0.6)
    ? roll.pick(PATCH_TYPES)
    : roll.pick(['application/merge-patch+json', 'application/json-patch+json', 'application/apply-patch+yaml']);
  const target = roll.chance(0.8) ? name : `${name}-none`;
  const body = roll.pick(['{"metadata":{"labels":{"a":"b"}}}', '[]', '{}', ...BODIES.slice(0, 8)]);
  return {
    title: 'other patch',
    steps: [first, { method: 'PATCH', path: pathOf(ground, target) + roll.pick(queries), body, type }],
  };
};

/** Server-side apply, of a new object, over one's own, and over that of others. */
export const apply: Strategy = (ground) => {
  const { roll, name } = ground;
  const { document, first } = created(ground);
  const type = 'application/apply-patch+yaml';
  const step = (body: DraftObject, manager: string): Step => {
    const more = { fieldManager: manager, ...(roll.chance(0.3) ? { force: 'true' } : {}) };
    return {
      method: 'PATCH',
      path: pathOf({ ...ground, roll: { ...roll, chance: () => false } }, name) + query(roll, more),
      body: roll.chance(0.3) ? yaml(body, roll) : json(body),
      type,
    };
  };
  const one = step(roll.chance(0.7) ? document : changes(document, ground, [1, 2]), 'one');
  const next = changes(document, ground, [0, 1, 1, 2, 3]);
  if (roll.chance(0.15)) fillMetadata(next, ground);
  // only what is applied keeps its nulls
  if (roll.chance(0.2)) for (const place of placesOf(next, ground.kind.schema)) if (roll.chance(0.1)) set(place, null);
  const two = step(next, roll.pick(['one', 'one', 'two']));
  const three = step(changes(document, ground, [1, 2]), roll.pick(['one', 'two']));
  const steps = roll.pick([
    [one],
    [one, two],
    [first, one],
    [first, two, one],
    [one, two, three],
    [first, one, two, three],
  ]);
  return { title: 'apply', steps };
};

/** Writes of the status, in all ways. */
export const status: Strategy = (ground) => {
  const { kind, roll, name } = ground;
  const { document, first } = created(ground);
  const member = kind.schema.properties.status;
  const next = copyOf(document) as DraftObject;
  next.status = fullStatus(roll.chance(0.8) ? sample(kind.kind) : atEdge(member, roll), ground);
  for (let count = roll.pick([0, 1, 1, 2]); count > 0; count--)
    mutate(roll.chance(0.7) ? { status: next.status } : next, kind.schema, roll);
  const path = pathOf(ground, name, 'status') + query(roll);
  if (isDraftObject(next.metadata)) next.metadata = { ...next.metadata, resourceVersion: RV };
  const way = roll.below(5);
  if (way === 0)
    return {
      title: 'status merge patch',
      steps: [
        first,
        { method: 'PATCH', path, body: json({ status: next.status }), type: 'application/merge-patch+json' },
      ],
    };
  if (way === 1) {
    const body = json([
      {
        op: roll.pick(['add', 'replace', 'test']),
        path: roll.pick(['/status', '/status/conditions', '/status/conditions/0', '/status/parents', '/spec']),
        value: next.status,
      },
    ]);
    return {
      title: 'status JSON patch',
      steps: [first, { method: 'PATCH', path, body, type: 'application/json-patch+json' }],
    };
  }
  const steps: Step[] = [first, { method: 'PUT', path, body: json(next) }];
  // what a status holds is not touched by a write of the rest
  if (roll.chance(0.5))
    steps.push({
      method: 'PUT',
      path: pathOf(ground, name),
      body: json(changes({ ...document, metadata: next.metadata ?? null }, ground, [0, 1])),
    });
  return { title: 'status', steps };
};

const CONDITION: DraftObject = {
  type: 'Accepted',
  status: 'True',
  reason: 'Accepted',
  message: 'fine',
  lastTransitionTime: '2024-01-02T03:04:05Z',
  observedGeneration: 1,
};

function sample(kind: string): Draft {
  if (kind === 'Gateway')
    return {
      addresses: [{ type: 'IPAddress', value: '10.0.0.1' }],
      conditions: [CONDITION],
      listeners: [
        { name: 'http', attachedRoutes: 1, supportedKinds: [{ kind: 'HTTPRoute' }], conditions: [CONDITION] },
      ],
    };
  if (kind === 'GatewayClass')
    return { conditions: [CONDITION], supportedFeatures: [{ name: 'HTTPRoute' }, { name: 'Gateway' }] };
  const parent = { name: 'eg', namespace: 'default' };
  if (kind === 'BackendTrafficPolicy')
    return { ancestors: [{ ancestorRef: parent, controllerName: 'example.com/x', conditions: [CONDITION] }] };
  return { parents: [{ parentRef: parent, controllerName: 'example.com/x', conditions: [CONDITION] }] };
}

function fullStatus(value: Draft, { roll }: Ground): Draft {
  const copy = copyOf(value);
  if (!roll.chance(0.3) || !isDraftObject(copy)) return copy;
  copy[roll.pick([...STRANGE_NAMES, 'conditions'])] = roll.pick<Draft>([...SHAPES, ...TEXTS]);
  return copy;
}

/** Requests for what is not there, or not so. */
export const misdirected: Strategy = (ground) => {
  const { kind, roll, name } = ground;
  const { document, first } = created(ground);
  const next = changes(document, ground, [0, 1]);
  const metadata: DraftObject = {
    ...(isDraftObject(next.metadata) ? next.metadata : {}),
    resourceVersion: roll.pick<Draft>([RV, RV, '1', 'x', '', 1, null, '99999999999']),
  };
  if (roll.chance(0.3)) metadata.name = roll.pick<Draft>(['other', '', null, 1]);
  if (roll.chance(0.2)) metadata.uid = roll.pick<Draft>([new Literal('"{{uid}}"'), 'x', '', 1]);
  if (roll.chance(0.2)) metadata.namespace = roll.pick<Draft>(['other', '', 'default', null, 1]);
  if (roll.chance(0.1)) delete metadata.resourceVersion;
  next.metadata = metadata;
  const target = roll.pick([name, name, name, `${name}-none`]);
  const path = roll.chance(0.1)
    ? pathOf({ ...ground, namespace: 'nowhere' }, target)
    : pathOf(ground, target, roll.chance(0.15) && kind.hasStatus ? 'status' : '');
  return {
    title: 'misdirected',
    steps: [first, { method: 'PUT', path: path + query(roll), body: json(next) }],
  };
};
