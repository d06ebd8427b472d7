interface Aged {
  metadata: { creationTimestamp?: string; namespace?: string; name?: string };
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Older first, then by namespace, then by name: the order in which conflicts are decided and in which routes win ties. Times have
 * whole seconds. Source: gateway-api section 2.3, backend-traffic-policy section 2.2.
 */
export function byAge(a: Aged, b: Aged): number {
  return (
    compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(a.metadata.name ?? '', b.metadata.name ?? '')
  );
}
