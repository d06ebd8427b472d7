import type { Endpoint } from '../balancing/types.ts';
import type { EndpointSlice } from './shapes.ts';

type SliceEndpoint = NonNullable<EndpointSlice['endpoints']>[number];

/** Whether new requests may go to an endpoint. Serving and terminating, when both are known, say more than ready. */
function isReady(conditions: SliceEndpoint['conditions'] = {}): boolean {
  const { ready, serving, terminating } = conditions;
  if (serving !== undefined && terminating !== undefined) return serving && !terminating;
  return ready !== false;
}

function portsNamed({ ports }: EndpointSlice, portName: string): NonNullable<EndpointSlice['ports']> {
  return (ports ?? []).filter(({ name = '', protocol = 'TCP' }) => name === portName && protocol === 'TCP');
}

/** Whether anything stands behind a Service port, ready or not. */
export function hasEndpoints(slices: readonly EndpointSlice[], portName: string): boolean {
  return slices.some(
    (slice) =>
      portsNamed(slice, portName).length > 0 &&
      (slice.endpoints ?? []).some(({ addresses = [] }) => addresses.length > 0),
  );
}

/**
 * Ready endpoints of a Service port: slices as given, inside a slice as written, an address and port that comes twice once. The port is
 * found by name. Source: gateway-api section 2.5, envoy-observed section 1.
 * @param portName name of the Service port, '' when it has none
 */
export function readyEndpoints(slices: readonly EndpointSlice[], portName: string): Endpoint[] {
  const endpoints = new Map<string, Endpoint>();
  for (const slice of slices) {
    if (slice.addressType === 'FQDN') continue;
    const ports = portsNamed(slice, portName);
    for (const { addresses = [], conditions, zone } of slice.endpoints ?? []) {
      if (!isReady(conditions)) continue;
      for (const { port } of ports) {
        // the API server takes any number
        if (port === undefined || port < 1 || port > 65_535) continue;
        for (const address of addresses) {
          const key = `${address} ${port}`;
          if (!endpoints.has(key)) endpoints.set(key, { address, port, ...(zone === undefined ? {} : { zone }) });
        }
      }
    }
  }
  return [...endpoints.values()];
}
