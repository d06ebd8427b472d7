import { isIgnored } from './app-protocol.ts';
import type { NotActing } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { ServiceSpec } from './schema.ts';

/** What of a Service the proxy passes over: it finds endpoints by EndpointSlices, and has no nodes. */
export function serviceNotActing(object: KubeObject): NotActing[] {
  const spec = (object.spec ?? {}) as Partial<ServiceSpec>;
  const found: NotActing[] = [];
  const note = (present: boolean, field: string, message: string): void => {
    if (present) found.push({ path: `spec.${field}`, message });
  };
  note(
    Object.keys(spec.selector ?? {}).length > 0,
    'selector',
    'There are no pods to select here: endpoints come from EndpointSlices that carry the label kubernetes.io/service-name.',
  );
  for (const [index, { protocol, appProtocol }] of (spec.ports ?? []).entries()) {
    note(
      protocol !== 'TCP',
      `ports[${index}].protocol`,
      `A ${protocol} port cannot be a backend of a route; only TCP ports are used.`,
    );
    note(
      appProtocol !== undefined && isIgnored(appProtocol),
      `ports[${index}].appProtocol`,
      'Only kubernetes.io/h2c and its like change what is spoken to a backend: HTTP/2 in place of HTTP/1.1.',
    );
  }
  note(
    spec.type === 'NodePort',
    'type',
    'There are no nodes that would open ports; the Service is used as a ClusterIP one.',
  );
  note(
    spec.type === 'LoadBalancer',
    'type',
    'No external load balancer is set up; the Service is used as a ClusterIP one.',
  );
  note(
    (spec.externalIPs ?? []).length > 0,
    'externalIPs',
    'These addresses are not taken; traffic enters by Gateways.',
  );
  note(
    spec.sessionAffinity === 'ClientIP',
    'sessionAffinity',
    'Gateways ignore it: use ConsistentHash by SourceIP in a BackendTrafficPolicy.',
  );
  note(
    spec.publishNotReadyAddresses === true,
    'publishNotReadyAddresses',
    'Readiness is taken from the EndpointSlices as they are.',
  );
  return found;
}
