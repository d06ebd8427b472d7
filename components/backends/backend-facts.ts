import type { KubeObject } from '../../server/model/object.ts';
import { sliceOf, specOf } from '../live/served.ts';

/** One address of a Service as its EndpointSlices have it. */
export interface EndpointFacts {
  /** `IP:PORT`, IPv6 in brackets. */
  endpoint: string;
  address: string;
  port: number;
  /** Name of the Service port that leads here, '' where it has none. */
  portName: string;
  /** `conditions.ready`; absent means ready (EndpointConditions). */
  ready: boolean;
  /** `conditions.terminating`: it is being taken away, and is not ready. */
  terminating: boolean;
  zone: string;
  /** Name of the EndpointSlice. */
  slice: string;
}

/** What pages show of a Service. */
export interface BackendFacts {
  namespace: string;
  name: string;
  ports: { name: string; port: number; targetPort: string; protocol: string }[];
  endpoints: EndpointFacts[];
  /** Names of its EndpointSlices. */
  slices: string[];
}

/** Ties an EndpointSlice to its Service. */
export const SERVICE_LABEL = 'kubernetes.io/service-name';

function addressText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Compares addresses as people count: 10.0.0.9 before 10.0.0.10. */
const byAddress = new Intl.Collator('en', { numeric: true }).compare;

/** Endpoints of an EndpointSlice, each once for every port. */
function endpointsOfSlice(slice: KubeObject): EndpointFacts[] {
  const { ports = [], endpoints = [] } = sliceOf(slice);
  return endpoints.flatMap(({ addresses = [], conditions, zone }) =>
    addresses.flatMap((address) =>
      ports.map(({ port = 0, name = '' }) => ({
        endpoint: addressText(address, port),
        address,
        port,
        portName: name,
        ready: conditions?.ready !== false,
        terminating: conditions?.terminating === true,
        zone: zone ?? '',
        slice: slice.metadata.name ?? '',
      })),
    ),
  );
}

/** Slices by `NAMESPACE/SERVICE`. */
export function slicesByService(slices: readonly KubeObject[]): Map<string, KubeObject[]> {
  const found = new Map<string, KubeObject[]>();
  for (const slice of slices) {
    const service = slice.metadata.labels?.[SERVICE_LABEL];
    if (service === undefined) continue;
    const key = `${slice.metadata.namespace ?? ''}/${service}`;
    const known = found.get(key);
    if (known) known.push(slice);
    else found.set(key, [slice]);
  }
  return found;
}

/** The endpoints of the slices of a Service, in the order of their addresses, each once. */
export function endpointsOf(slices: readonly KubeObject[]): EndpointFacts[] {
  const seen = new Map<string, EndpointFacts>();
  for (const endpoint of slices.flatMap(endpointsOfSlice)) {
    const known = seen.get(endpoint.endpoint);
    // an address in two slices is ready when one of them says so
    if (!known || (endpoint.ready && !known.ready)) seen.set(endpoint.endpoint, endpoint);
  }
  return [...seen.values()].sort((a, b) => byAddress(a.endpoint, b.endpoint));
}

/** Reads a Service with its slices. */
export function backendFacts(service: KubeObject, slices: readonly KubeObject[]): BackendFacts {
  const spec = specOf(service, 'Service');
  return {
    namespace: service.metadata.namespace ?? '',
    name: service.metadata.name ?? '',
    ports: (spec.ports ?? []).map(({ name = '', port = 0, targetPort, protocol = 'TCP' }) => ({
      name,
      port,
      targetPort: String(targetPort ?? port),
      protocol,
    })),
    endpoints: endpointsOf(slices),
    slices: slices.map((slice) => slice.metadata.name ?? ''),
  };
}
