import type { SnapshotView } from '../../server/contract/console.ts';
import { keyOf, keyText, type KubeObject } from '../../server/model/object.ts';
import { pageOf, yamlPageOf } from '../live/kinds.ts';
import { nearest } from '../detail/nearest.ts';
import { parseFieldPath, type Path } from '../editor/values.ts';
import { routeSpecOf, specOf, targetRefsOf } from '../live/served.ts';
import { conditionsOf } from '../ui/conditions.ts';

/** Something that needs the reader. */
export interface Finding {
  id: string;
  level: 'bad' | 'warn';
  /** Reason or short word, in mono. */
  code: string;
  kind: string;
  namespace: string;
  name: string;
  /** Goes on after the object's name: `has no effect`. */
  sentence: string;
  evidence: string;
  link: { label: string; href: string };
  /** Where in the object it stands. */
  place?: Path;
  /** One change that would mend it: the value that belongs at `place`. */
  fix?: { label: string; value: string };
  /** RFC 3339, '' when not known. */
  since: string;
}

/** Objects by kind, as far as they were read. */
export type ObjectsByKind = Record<string, readonly KubeObject[] | undefined>;

/** States that are how things should be. */
const NO_PROBLEM = new Set(['Overridden', 'Merged', 'Aggregated']);

function base(object: KubeObject): Pick<Finding, 'kind' | 'namespace' | 'name'> {
  return { kind: object.kind, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
}

function has(objects: ObjectsByKind, kind: string, namespace: string | null, name: string): boolean {
  const list = objects[kind];
  // a kind that was not read yet is not missing
  if (!list) return true;
  return list.some(
    (object) =>
      object.metadata.name === name && (namespace === null || (object.metadata.namespace ?? '') === namespace),
  );
}

/** Conditions that are not as they should be, one finding for each object, type and reason. */
function fromConditions(object: KubeObject, objects: ObjectsByKind): Finding[] {
  const found = new Map<string, Finding>();
  const named = base(object);
  for (const { condition, level, where } of conditionsOf(object)) {
    if ((level !== 'bad' && level !== 'warn') || NO_PROBLEM.has(condition.type)) continue;
    const id = `${keyText(keyOf(object))}|${condition.type}|${condition.reason}`;
    if (found.has(id)) continue;
    found.set(id, {
      ...named,
      id,
      level,
      code: condition.reason,
      sentence: sentenceOf(object.kind, condition.type, condition.reason, where),
      evidence: `${condition.type}=${condition.status}. ${condition.message}`,
      link: { label: 'Open', href: pageOf(named) },
      since: condition.lastTransitionTime,
      ...(condition.reason === 'BackendNotFound' ? missingBackend(object, objects) : {}),
    });
  }
  return [...found.values()];
}

/** The object of a kind in a namespace whose name is nearest to one that does not exist, as a fix. */
function near(objects: ObjectsByKind, kind: string, namespace: string | null, name: string): Pick<Finding, 'fix'> {
  const names = (objects[kind] ?? []).flatMap(({ metadata }) =>
    namespace === null || (metadata.namespace ?? '') === namespace ? [metadata.name ?? ''] : [],
  );
  const [found] = nearest(
    `/${name}`,
    names.map((known) => `/${known}`),
  );
  // where there is only one, nothing else can be meant
  const value = found?.slice(1) ?? (names.length === 1 ? names[0] : undefined);
  return value === undefined ? {} : { fix: { label: `Use ${value}`, value } };
}

/** Where a route names a Service that does not exist. */
function missingBackend(object: KubeObject, objects: ObjectsByKind): Pick<Finding, 'place' | 'fix'> {
  const own = object.metadata.namespace ?? '';
  for (const [r, rule] of (routeSpecOf(object).rules ?? []).entries())
    for (const [b, ref] of (rule.backendRefs ?? []).entries()) {
      const namespace = ref.namespace ?? own;
      if ((ref.kind ?? 'Service') !== 'Service' || has(objects, 'Service', namespace, ref.name)) continue;
      return {
        place: ['spec', 'rules', r, 'backendRefs', b, 'name'],
        ...near(objects, 'Service', namespace, ref.name),
      };
    }
  return {};
}

function sentenceOf(kind: string, type: string, reason: string, where: string): string {
  const on = where === '' ? '' : ` on ${where}`;
  if (type === 'ResolvedRefs')
    return kind.endsWith('Route') ? 'has a rule that cannot be served' : `has a reference that does not resolve${on}`;
  if (type === 'Programmed') return where === '' ? 'is not served' : `does not serve ${where}`;
  if (reason === 'Conflicted' || type === 'Conflicted') return 'has no effect: another object holds its place';
  if (type === 'Accepted') return kind === 'BackendTrafficPolicy' ? `has no effect${on}` : `is not accepted${on}`;
  if (type === 'PartiallyInvalid') return 'is served in part';
  return `needs a look${on}`;
}

/** References to objects that do not exist and about which no status speaks. */
function dangling(object: KubeObject, objects: ObjectsByKind): Finding[] {
  const named = base(object);
  const id = keyText(keyOf(object));
  const finding = (
    level: Finding['level'],
    code: string,
    sentence: string,
    evidence: string,
    more: Pick<Finding, 'place' | 'fix'> = {},
  ): Finding => ({
    ...named,
    ...more,
    id: `${id}|${code}|${evidence}`,
    level,
    code,
    sentence,
    evidence,
    link: { label: 'Open', href: pageOf(named) },
    since: object.metadata.creationTimestamp ?? '',
  });
  if (object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute') {
    const parents = routeSpecOf(object).parentRefs ?? [];
    if (parents.length === 0)
      return [
        finding('warn', 'NoParent', 'hangs on no Gateway', 'spec.parentRefs is empty, so that no listener takes it.'),
      ];
    return parents.flatMap((ref, i) =>
      (ref.kind ?? 'Gateway') !== 'Gateway' || has(objects, 'Gateway', ref.namespace ?? named.namespace, ref.name)
        ? []
        : [
            finding(
              'bad',
              'NoGateway',
              'hangs on a Gateway that does not exist',
              `Gateway ${ref.namespace ?? named.namespace}/${ref.name} is not there.`,
              {
                place: ['spec', 'parentRefs', i, 'name'],
                ...near(objects, 'Gateway', ref.namespace ?? named.namespace, ref.name),
              },
            ),
          ],
    );
  }
  if (object.kind === 'Gateway') {
    const name = specOf(object, 'Gateway').gatewayClassName ?? '';
    return has(objects, 'GatewayClass', null, name)
      ? []
      : [
          finding(
            'bad',
            'NoClass',
            'has a class that does not exist',
            `GatewayClass ${name} is not there, so that nobody serves it.`,
            { place: ['spec', 'gatewayClassName'], ...near(objects, 'GatewayClass', null, name) },
          ),
        ];
  }
  if (object.kind === 'BackendTrafficPolicy') {
    const spec = specOf(object, 'BackendTrafficPolicy');
    return targetRefsOf(spec).flatMap((ref, i) =>
      has(objects, ref.kind, named.namespace, ref.name)
        ? []
        : [
            finding(
              'warn',
              'TargetNotFound',
              'targets what does not exist',
              `${ref.kind} ${named.namespace}/${ref.name} is not there, so that the policy has no effect.`,
              {
                place: spec.targetRef === undefined ? ['spec', 'targetRefs', i, 'name'] : ['spec', 'targetRef', 'name'],
                ...near(objects, ref.kind, named.namespace, ref.name),
              },
            ),
          ],
    );
  }
  return [];
}

/** What the proxy has to answer itself, and what is kept but does not act. */
function fromSnapshot(view: SnapshotView): Finding[] {
  const found = new Map<string, Finding>();
  for (const rule of Object.values(view.snapshot.rules)) {
    if (rule.action.type !== 'forward') continue;
    for (const { ref, respond } of rule.action.group.backends) {
      if (respond?.status !== 503) continue;
      const named = { kind: ref.kind, namespace: ref.namespace, name: ref.name };
      const id = `endpoints|${ref.namespace}/${ref.name}`;
      found.set(id, {
        ...named,
        id,
        level: 'bad',
        code: 'NoEndpoints',
        sentence: 'has no endpoint that is ready',
        evidence: `Rules that use it answer 503. ${respond.reason}`,
        link: { label: 'Open', href: pageOf(named) },
        since: '',
      });
    }
  }
  for (const [key, fields] of Object.entries(view.notActing)) {
    const [first] = fields;
    if (!first) continue;
    const [, kind = '', namespace = '', name = ''] = key.split('/');
    found.set(`notacting|${key}`, {
      kind,
      namespace,
      name,
      id: `notacting|${key}`,
      level: 'warn',
      code: 'NotActing',
      sentence: fields.length === 1 ? 'has a field that does not act' : `has ${fields.length} fields that do not act`,
      evidence: `${first.path}: ${first.message}`,
      link: { label: 'Show YAML', href: yamlPageOf({ kind, namespace, name }) },
      place: parseFieldPath(first.path),
      since: '',
    });
  }
  return [...found.values()];
}

/** Everything that is wrong: errors first, then warnings, the newest first inside each. Pure. */
export function findProblems(objects: ObjectsByKind, view: SnapshotView | undefined): Finding[] {
  const all = Object.values(objects).flatMap((list) => list ?? []);
  const findings = [
    ...all.flatMap((object) => {
      const missing = dangling(object, objects);
      // a missing parent or target explains the conditions that follow from it
      return missing.length > 0 ? missing : fromConditions(object, objects);
    }),
    ...(view ? fromSnapshot(view) : []),
  ];
  const rank = { bad: 0, warn: 1 };
  return findings.sort(
    (a, b) =>
      rank[a.level] - rank[b.level] || (a.since < b.since ? 1 : a.since > b.since ? -1 : 0) || (a.id < b.id ? -1 : 1),
  );
}
