// Requests about objects that are there: reads, lists, deletions and patches that only pretend, with options of all sorts.
import type { Kind } from '../../server/model/kind.ts';
import { kinds } from '../../server/model/registry.ts';
import type { Dice } from '../dice.ts';
import type { Step } from './ask.ts';
import { collection } from './play.ts';

const NAMES = ['o1', 'o2', 'o3'];
const META = 'g=meta.k8s.io;v=v1';
const ACCEPTS = [
  'application/json',
  '*/*',
  '',
  `application/json;as=Table;${META}`,
  'application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json',
  `application/json;as=PartialObjectMetadata;${META}`,
  `application/json;as=PartialObjectMetadataList;${META},application/json`,
  'application/json;q=0.5, */*;q=0.1',
  'application/json;as=Table;g=meta.k8s.io;v=v2, application/json',
  'application/json;stream=watch',
];
const LABELS = [
  'app=a|app==b|app!=a|app|!app|app in (a,b)|app notin (a)|tier|a=b,c|app=|=a|app in ()|app in (|a b|app>1|app<x|app=a,tier=x|APP=a',
  'x/y=z|/a=b|a/b/c=d|app in (a|(a)|app=a b|app=a,|!|app!|%zz|app=é|-a=b|app in (a,,b)|app in(b)|app>5,tier<7|app  =  a',
]
  .join('|')
  .split('|');
const FIELDS = [
  'metadata.name=o1|metadata.name!=o1|metadata.namespace=zz|metadata.name==o2|spec.x=1|metadata.name|=|a=b|metadata.name=|,|!=|=x|!=x|==',
  String.raw`metadata.name=a\,b|metadata.name=o1\|metadata.labels.app=a|spec.clusterIP=None|spec.type=ClusterIP|status.phase=Active`,
  'spec.type!=ClusterIP,spec.clusterIP=None| metadata.name=o1|metadata.name = o1|metadata.name=o1=o2|=,metadata.name=o1|metadata.name=o1,',
  'metadata.name=o1,metadata.namespace!=a',
]
  .join('|')
  .split('|');
const NUMBERS = ['0', '1', '2', '3', '-1', 'x', '', '500', '1.5', '99999999999999999999', '+1', ' 1', '0x1', '007'];
const FLAGS = ['true', 'false', '1', '0', '', 't', 'TRUE', 'yes', 'x', 'T', 'False'];
const POLICIES = ['Orphan', 'Background', 'Foreground', 'x', ''];
const OPTION_KINDS = ['DeleteOptions', 'Foo', '', 'Status', 'GetOptions', 'Pod', 'WatchEvent', 'APIGroup'];
const PATCHES = [
  'application/merge-patch+json',
  'application/json-patch+json',
  'application/strategic-merge-patch+json',
];
const PATCH_TYPES = [...PATCHES, 'application/apply-patch+yaml', 'application/json', `${PATCHES[0]}; charset=utf-8`];
const PATCH_BODIES = [
  '{}|[]|{"metadata":{"labels":{"a":"b"}}}|[{"op":"add","path":"/metadata/labels","value":{"q":"r"}}]|[{"op":"remove","path":"/nope"}]||null|3|"x"|{',
  '{"spec":null}|{"metadata":{"name":"other"}}|apiVersion: v1|{"$patch":"delete"}|{"metadata":{"labels":{"$patch":"replace","k":"v"}}}|{"zz":1}',
  '{"metadata":{"zz":1}}|{"metadata":{"resourceVersion":"1"}}|{"metadata":{"uid":"x"}}|{"metadata":{"finalizers":["a/b"]}}|{"metadata":{"finalizers":["ab"]}}',
  '{"metadata":{"deletionTimestamp":"2020-01-01T00:00:00Z"}}|{"metadata":{"generation":7,"creationTimestamp":null}}|{"kind":"Foo"}|{"status":{"zz":1}}',
]
  .join('|')
  .split('|');

/** Kinds of which there are objects, in namespaces. */
export const asked: readonly Kind[] = kinds.filter(({ namespaced }) => namespaced);

/** Where the objects of a kind are. */
export function objectsOf(kind: Kind, space: string): string {
  return kind.group === '' ? `/api/v1/namespaces/${space}/${kind.plural}` : collection(kind, space);
}

/** A request that changes nothing. @param space namespace of the objects */
export function request(dice: Dice, space: string): Step {
  const kind = dice.pick(asked);
  const path = objectsOf(kind, space);
  const number = dice.number();
  const accept = dice.chance(0.5) ? dice.pick(ACCEPTS) : 'application/json';
  if (number < 0.5) return { method: 'GET', path: path + query(dice, LIST), accept };
  if (number < 0.62) {
    const what = `/${dice.pick([...NAMES, 'zz', 'A_b'])}${dice.chance(0.2) ? '/status' : ''}`;
    return { method: 'GET', path: path + what + query(dice, READ), accept };
  }
  if (number < 0.78) return deletion(dice, path, accept);
  const what = `/${dice.pick([...NAMES, 'zz', 'A_b'])}${dice.chance(0.2) ? '/status' : ''}`;
  return {
    method: 'PATCH',
    path: path + what + query(dice, PATCH, 'dryRun=All'),
    body: dice.pick(PATCH_BODIES),
    type: dice.pick(kind.core ? PATCH_TYPES.slice(0, 4) : PATCH_TYPES),
    accept,
  };
}

function deletion(dice: Dice, path: string, accept: string): Step {
  const what = path + (dice.chance(0.8) ? `/${dice.pick([...NAMES, 'zz'])}` : '') + query(dice, DELETE, 'dryRun=All');
  if (dice.chance(0.5)) return { method: 'DELETE', path: what, accept };
  const members: [string, number, readonly unknown[]][] = [
    ['gracePeriodSeconds', 0.2, [0, 1, -1, '1', 1.5, null]],
    ['propagationPolicy', 0.3, [...POLICIES, 3]],
    ['orphanDependents', 0.15, [true, false, 'x']],
    ['preconditions', 0.2, [{ uid: 'x' }, {}, null, 3]],
    ['kind', 0.4, OPTION_KINDS],
    ['apiVersion', 0.3, ['v1', 'meta.k8s.io/v1', 'x/v1', '']],
  ];
  const body = Object.fromEntries(
    members.flatMap(([name, likelihood, values]) => (dice.chance(likelihood) ? [[name, dice.pick(values)]] : [])),
  );
  const type = dice.chance(0.9) ? 'application/json' : dice.pick(['application/yaml', 'text/plain', PATCHES[0] ?? '']);
  return { method: 'DELETE', path: what, body: JSON.stringify({ ...body, dryRun: ['All'] }), type, accept };
}

/** Options of a query: how likely each is, and its values. */
type Options = Record<string, [likelihood: number, values: readonly string[]]>;

const READ: Options = {
  resourceVersion: [0.15, ['0', '', 'x', '-1', '1']],
  pretty: [0.15, FLAGS],
  includeObject: [0.1, ['None', 'Metadata', 'Object', 'x']],
};
const LIST: Options = {
  ...READ,
  resourceVersion: [0.15, ['0', '', 'x', '-1']],
  labelSelector: [0.3, LABELS],
  fieldSelector: [0.25, FIELDS],
  limit: [0.35, NUMBERS],
  resourceVersionMatch: [0.15, ['Exact', 'NotOlderThan', 'x', '']],
  continue: [0.03, ['']],
  timeoutSeconds: [0.1, NUMBERS],
  watch: [0.03, ['false', '0']],
  allowWatchBookmarks: [0.05, FLAGS],
  sendInitialEvents: [0.04, FLAGS],
  unknown: [0.05, ['1']],
};
const DELETE: Options = {
  gracePeriodSeconds: [0.15, NUMBERS],
  propagationPolicy: [0.15, POLICIES],
  orphanDependents: [0.1, FLAGS],
  labelSelector: [0.1, LABELS],
  limit: [0.05, NUMBERS],
};
const PATCH: Options = {
  fieldManager: [0.4, ['m', '', 'x'.repeat(129), 'é', 'a b', 'm\u0001']],
  force: [0.25, FLAGS],
  fieldValidation: [0.25, ['Strict', 'Warn', 'Ignore', 'x', '']],
};

function query(dice: Dice, options: Options, ...always: string[]): string {
  const parts = Object.entries(options).flatMap(([name, [likelihood, values]]) =>
    dice.chance(likelihood) ? [`${name}=${encodeURIComponent(dice.pick(values))}`] : [],
  );
  return always.length + parts.length === 0 ? '' : `?${[...always, ...parts].join('&')}`;
}
