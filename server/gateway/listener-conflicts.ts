import type { ListenerState } from './state.ts';

/** HTTPS and TLS share a port by SNI. */
function protocolFamily(protocol: string): string {
  return protocol === 'HTTPS' || protocol === 'TLS' ? 'TLS' : protocol;
}

function markConflict(group: ListenerState[], reason: string, what: string): void {
  const names = group.map((listener) => listener.id).sort();
  const message = `All listeners for a given port must use a ${what}, conflicting listeners: ${names.join(', ')}`;
  for (const listener of group) listener.conditions.set('Conflicted', 'True', reason, message);
}

/**
 * Marks listeners of one Gateway that cannot share their port. There is no winner among them. Listeners that are invalid by themselves
 * are in nobody's way. Source: gateway-api section 2.1.
 * @param listeners valid by themselves
 */
export function findConflicts(listeners: readonly ListenerState[]): void {
  // UDP shares a port with anything
  const candidates = listeners.filter(({ spec }) => spec.protocol !== 'UDP');
  for (const onPort of Map.groupBy(candidates, ({ spec }) => spec.port).values()) {
    if (new Set(onPort.map(({ spec }) => protocolFamily(spec.protocol))).size > 1) {
      markConflict(onPort, 'ProtocolConflict', 'compatible protocol');
      continue;
    }
    const named = onPort.filter(({ spec }) => spec.protocol !== 'TCP');
    for (const group of Map.groupBy(named, ({ spec }) => spec.hostname ?? '').values()) {
      if (group.length > 1) markConflict(group, 'HostnameConflict', 'unique hostname');
    }
  }
}
