import type { BackendGroup, SnapshotRule } from '../../routing/snapshot.ts';

/** Who served a request, in the words of the manifests. */
export interface ServedName {
  /** `KIND/NAMESPACE/NAME/INDEX`, and the rule's name where it has one. */
  rule: string;
  /** `KIND/NAMESPACE/NAME:PORT` of the backendRef. */
  backend: string | null;
  loadBalancer: string | null;
  /** `NAMESPACE/NAME` of the BackendTrafficPolicy in force. */
  policy: string | null;
}

/** @param backend index of the backendRef that was chosen; -1 where none was */
export function servedName({ id, name, policy, action }: SnapshotRule, backend: number): ServedName {
  const group: BackendGroup | null = action.type === 'forward' ? action.group : null;
  const ref = group?.backends[backend]?.ref;
  return {
    rule: name === undefined ? id : `${id} ${name}`,
    backend: ref === undefined ? null : `${ref.kind}/${ref.namespace}/${ref.name}:${ref.port}`,
    loadBalancer: group?.loadBalancer.type ?? null,
    policy: policy === undefined ? null : `${policy.namespace}/${policy.name}`,
  };
}
