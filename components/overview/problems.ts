import type { SnapshotView } from '../../server/contract/console.ts';
import { keyOf, keyText, type KubeObject } from '../../server/model/object.ts';
import { pageOf } from '../live/kinds.ts';
import { nearest } from '../detail/nearest.ts';
import { routeSpecOf, specOf, targetRefsOf } from '../live/served.ts';
import { conditionsOf } from '../ui/conditions.ts';
import { kindOfCondition, type FindingName } from './finding-kinds.ts';
import { byUrgency, codeOf, type Finding, type ObjectsByKind } from './finding.ts';
import { answeredBy, snapshotFindings } from './snapshot-findings.ts';

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
function fromConditions(object: KubeObject, objects: ObjectsByKind, view: SnapshotView | undefined): Finding[] {
  const found = new Map<string, Finding>();
  const named = base(object);
  for (const { condition, level, where } of conditionsOf(object)) {
    if ((level !== 'bad' && level !== 'warn') || NO_PROBLEM.has(condition.type)) continue;
    const id = `${keyText(keyOf(object))}|${condition.type}|${condition.reason}`;
    if (found.has(id)) continue;
    found.set(id, {
      ...named,
      id,
      ...codeOf(kindOfCondition(object.kind, condition.type, condition.reason)),
      sentence: sentenceOf(object.kind, condition.type, condition.reason, where),
      evidence: `${condition.type}=${condition.status}, ${condition.reason}. ${condition.message}`,
      link: { label: 'Open', href: pageOf(named) },
      since: condition.lastTransitionTime,
      ...(condition.reason === 'BackendNotFound' ? missingBackend(object, objects, view) : {}),
      ...(condition.type === 'BackendsAvailable' ? emptyBackend(condition.message) : {}),
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

/** Where a route names a Service that does not exist, and what its rule answers for that. */
function missingBackend(
  object: KubeObject,
  objects: ObjectsByKind,
  view: SnapshotView | undefined,
): Partial<Pick<Finding, 'place' | 'fix' | 'sentence'>> {
  const own = object.metadata.namespace ?? '';
  for (const [r, rule] of (routeSpecOf(object).rules ?? []).entries())
    for (const [b, ref] of (rule.backendRefs ?? []).entries()) {
      const namespace = ref.namespace ?? own;
      if ((ref.kind ?? 'Service') !== 'Service' || has(objects, 'Service', namespace, ref.name)) continue;
      const answers = view && answeredBy(view, base(object), r);
      return {
        ...(answers === undefined ? {} : { sentence: answers }),
        place: ['spec', 'rules', r, 'backendRefs', b, 'name'],
        ...near(objects, 'Service', namespace, ref.name),
      };
    }
  return {};
}

/** Leads to the Service that a condition names, where addresses can be added. */
function emptyBackend(message: string): Partial<Pick<Finding, 'link'>> {
  const [, namespace, name] = /\bService ([a-z0-9-]+)\/([a-z0-9.-]+?)\.?$/.exec(message) ?? [];
  if (namespace === undefined || name === undefined) return {};
  return { link: { label: 'Open backend', href: pageOf({ kind: 'Service', namespace, name }) } };
}

function sentenceOf(kind: string, type: string, reason: string, where: string): string {
  const on = where === '' ? '' : ` on ${where}`;
  if (type === 'ResolvedRefs')
    return kind.endsWith('Route') ? 'has a rule that cannot be served' : `has a reference that does not resolve${on}`;
  if (type === 'Programmed') return where === '' ? 'is not served' : `does not serve ${where}`;
  if (reason === 'Conflicted' || type === 'Conflicted') return 'has no effect: another object holds its place';
  if (type === 'Accepted') return kind === 'BackendTrafficPolicy' ? `has no effect${on}` : `is not accepted${on}`;
  if (type === 'PartiallyInvalid') return 'is served in part';
  if (type === 'BackendsAvailable') return 'sends to a Service that has no endpoint';
  if (reason === 'DeprecatedField') return 'sets a field that is deprecated';
  return `has ${type}=${reason}${on}`;
}

/** References to objects that do not exist and about which no status speaks. */
function dangling(object: KubeObject, objects: ObjectsByKind): Finding[] {
  const named = base(object);
  const id = keyText(keyOf(object));
  const finding = (
    kind: FindingName,
    sentence: string,
    evidence: string,
    more: Pick<Finding, 'place' | 'fix'> = {},
  ): Finding => ({
    ...named,
    ...more,
    ...codeOf(kind),
    id: `${id}|${kind}|${evidence}`,
    sentence,
    evidence,
    link: { label: 'Open', href: pageOf(named) },
    since: object.metadata.creationTimestamp ?? '',
  });
  if (object.kind === 'HTTPRoute' || object.kind === 'GRPCRoute') {
    const parents = routeSpecOf(object).parentRefs ?? [];
    if (parents.length === 0)
      return [finding('noParent', 'hangs on no Gateway', 'spec.parentRefs is empty, so that no listener takes it.')];
    return parents.flatMap((ref, i) =>
      (ref.kind ?? 'Gateway') !== 'Gateway' || has(objects, 'Gateway', ref.namespace ?? named.namespace, ref.name)
        ? []
        : [
            finding(
              'noGateway',
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
            'noClass',
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
              'targetNotFound',
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

/** References that do not resolve: they say why a rule answers 500. */
const UNRESOLVED = new Set<string>(
  (['backendNotFound', 'notPermitted', 'unresolved'] as const).map((kind) => codeOf(kind).code),
);

/** Everything that is wrong with the objects: errors first, then warnings, the newest first inside each. Pure. */
export function findProblems(objects: ObjectsByKind, view: SnapshotView | undefined): Finding[] {
  const all = Object.values(objects).flatMap((list) => list ?? []);
  const findings = all.flatMap((object) => {
    const missing = dangling(object, objects);
    // a missing parent or target explains the conditions that follow from it
    return missing.length > 0 ? missing : fromConditions(object, objects, view);
  });
  const explained = new Set(
    findings.flatMap(({ code, kind, namespace, name }) =>
      UNRESOLVED.has(code) ? [`${kind}/${namespace}/${name}`] : [],
    ),
  );
  return [...findings, ...(view ? snapshotFindings(view, explained) : [])].sort(byUrgency);
}
