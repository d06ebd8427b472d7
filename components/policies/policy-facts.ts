import type { SnapshotView } from '../../server/contract/console.ts';
import type { LoadBalancerSpec } from '../../server/gateway/shapes.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { specOf, targetRefsOf } from '../live/served.ts';
import { scopeOfRule } from '../traffic/scope.ts';

/** A target as the manifest names it. */
interface TargetFacts {
  kind: string;
  name: string;
  /** Listener of a Gateway, rule of a route; '' for the whole. */
  section: string;
}

/** Level at which a policy sits; Rule is the most specific. */
export type Level = 'Rule' | 'Route' | 'Listener' | 'Gateway';

/** What lists show of a BackendTrafficPolicy. */
export interface PolicyFacts {
  namespace: string;
  name: string;
  targets: TargetFacts[];
  /** Selectors in words: `HTTPRoute with app=web`. */
  selectors: string[];
  levels: Level[];
  /** `RoundRobin`, `ConsistentHash by header x-user`; null when it says nothing about balancing. */
  algorithm: string | null;
  /** Top-level fields of the spec that are set, targets left out. */
  fields: string[];
  /** Scopes of the rules for which it is in force. */
  inForce: string[];
  search: string;
}

/** What a policy says about itself rather than about traffic. */
export const TARGET_FIELDS: ReadonlySet<string> = new Set(['targetRef', 'targetRefs', 'targetSelectors', 'mergeType']);

/** Fields of the spec that say something about traffic. */
export const SECTIONS = 22;

function levelOfTarget({ kind, section }: { kind: string; section: string }): Level {
  if (kind === 'Gateway') return section === '' ? 'Gateway' : 'Listener';
  return section === '' ? 'Route' : 'Rule';
}

function hashText(hash: LoadBalancerSpec['consistentHash']): string {
  switch (hash?.type) {
    case 'SourceIP':
      return 'source IP';
    case 'Header':
      return `header ${hash.header?.name ?? ''}`;
    case 'Headers':
      return `headers ${(hash.headers ?? []).map(({ name }) => name).join(', ')}`;
    case 'Cookie':
      return `cookie ${hash.cookie?.name ?? ''}`;
    case 'QueryParams':
      return `query ${(hash.queryParams ?? []).map(({ name }) => name).join(', ')}`;
    default:
      return hash?.type ?? 'nothing yet';
  }
}

/** The algorithm that a policy chooses, null when it leaves that to others. */
export function algorithmOfSpec(loadBalancer: LoadBalancerSpec | undefined): string | null {
  if (loadBalancer === undefined) return null;
  return loadBalancer.type === 'ConsistentHash'
    ? `ConsistentHash by ${hashText(loadBalancer.consistentHash)}`
    : loadBalancer.type;
}

/** Reads a policy together with where the proxy was told to use it. */
export function policyFacts(object: KubeObject, view: SnapshotView | undefined): PolicyFacts {
  const spec = specOf(object, 'BackendTrafficPolicy');
  const namespace = object.metadata.namespace ?? '';
  const name = object.metadata.name ?? '';
  const targets = targetRefsOf(spec).map((target) => ({
    kind: target.kind,
    name: target.name,
    section: target.sectionName ?? '',
  }));
  const selectors = (spec.targetSelectors ?? []).map((selector) => {
    const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
    const more = selector.matchExpressions?.length ?? 0;
    return `${selector.kind} with ${[...labels, ...(more > 0 ? [`${more} expressions`] : [])].join(', ')}`;
  });
  const selected = (spec.targetSelectors ?? []).map((selector) => levelOfTarget({ kind: selector.kind, section: '' }));
  const inForce = Object.values(view?.snapshot.rules ?? {})
    .filter(({ policy }) => policy?.namespace === namespace && policy.name === name)
    .map(({ id }) => scopeOfRule(id));
  const algorithm = algorithmOfSpec(spec.loadBalancer);
  return {
    namespace,
    name,
    targets,
    selectors,
    levels: [...new Set([...targets.map(levelOfTarget), ...selected])],
    algorithm,
    fields: Object.keys(spec).filter((field) => !TARGET_FIELDS.has(field)),
    inForce: [...new Set(inForce)],
    search: [
      `${namespace}/${name}`,
      algorithm ?? '',
      ...targets.flatMap((target) => [target.kind, target.name, target.section]),
      ...selectors,
      ...Object.entries(object.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`),
    ].join(' '),
  };
}
