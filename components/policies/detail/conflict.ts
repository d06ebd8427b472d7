import type { PolicySpec, TargetRef } from '../../../server/gateway/shapes.ts';
import type { KubeObject } from '../../../server/model/object.ts';
import { specOf, targetRefsOf } from '../../live/served.ts';
import { stateOf } from '../../ui/conditions.ts';

/** Another policy that holds a target of this one. */
export interface Conflict {
  /** `HTTPRoute search`, `rule pay of HTTPRoute search`. */
  target: string;
  holder: KubeObject;
  /** How much older the holder is, in milliseconds; 0 where the names decide. */
  olderMs: number;
}

function targetText({ kind, name, sectionName }: TargetRef): string {
  if (sectionName === undefined) return `${kind} ${name}`;
  return `${kind === 'Gateway' ? 'listener' : 'rule'} ${sectionName} of ${kind} ${name}`;
}

function spec(object: KubeObject): Partial<PolicySpec> {
  return specOf(object, 'BackendTrafficPolicy');
}

function createdAt({ metadata }: KubeObject): number {
  return Date.parse(metadata.creationTimestamp ?? '') || 0;
}

/** What a policy that is Conflicted runs into: of two policies on one target the older one counts, of one age the first by name. */
export function conflictsOf(policy: KubeObject, policies: readonly KubeObject[]): Conflict[] {
  if (stateOf(policy).word !== 'Conflicted') return [];
  const rank = (object: KubeObject): string =>
    `${String(createdAt(object)).padStart(16, '0')} ${object.metadata.name ?? ''}`;
  return targetRefsOf(spec(policy) as PolicySpec).flatMap((target): Conflict[] => {
    const text = targetText(target);
    const [holder] = policies
      .filter(
        (other) =>
          other.metadata.namespace === policy.metadata.namespace &&
          rank(other) < rank(policy) &&
          targetRefsOf(spec(other) as PolicySpec).some((theirs) => targetText(theirs) === text),
      )
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
    return holder ? [{ target: text, holder, olderMs: createdAt(policy) - createdAt(holder) }] : [];
  });
}
