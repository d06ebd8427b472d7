import type { ReferenceGrantSpec } from './shapes.ts';

export interface GrantFrom {
  group: string;
  kind: string;
  namespace: string;
}

export interface GrantTo {
  group: string;
  kind: string;
  namespace: string;
  name: string;
}

/**
 * Whether a reference may cross namespaces: always inside one, otherwise when a ReferenceGrant in the target's namespace names both
 * sides. Source: gateway-api section 3.8.
 * @param grants grants by namespace
 */
export function isPermitted(from: GrantFrom, to: GrantTo, grants: Map<string, ReferenceGrantSpec[]>): boolean {
  if (from.namespace === to.namespace) return true;
  return (grants.get(to.namespace) ?? []).some((grant) => permits(grant, from, to));
}

/** Whether one grant, of the target's namespace, names both sides. */
export function permits(grant: ReferenceGrantSpec, from: GrantFrom, to: GrantTo): boolean {
  return (
    grant.from.some(
      (entry) => entry.group === from.group && entry.kind === from.kind && entry.namespace === from.namespace,
    ) &&
    grant.to.some(
      (entry) =>
        entry.group === to.group &&
        entry.kind === to.kind &&
        (entry.name === undefined || entry.name === '' || entry.name === to.name),
    )
  );
}
