import type { NotActing } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { GatewaySpec, ListenerSpec } from './schema.ts';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** What of a Gateway is kept but does not act: everything beyond HTTP listeners. */
export function gatewayNotActing(object: KubeObject): NotActing[] {
  const spec = (object.spec ?? {}) as Partial<GatewaySpec>;
  const found: NotActing[] = (spec.listeners ?? []).flatMap((listener, index) =>
    listenerNotActing(listener, `spec.listeners[${index}]`),
  );
  const note = (present: boolean, field: string, message: string): void => {
    if (present) found.push({ path: `spec.${field}`, message });
  };
  const { addresses = [], infrastructure = {}, allowedListeners, tls, defaultScope } = spec;
  note(addresses.length > 0, 'addresses', 'The address is allotted from the gateway pool; the wish is passed over.');
  for (const field of ['annotations', 'labels', 'parametersRef'] as const)
    note(
      infrastructure[field] !== undefined,
      `infrastructure.${field}`,
      'Nothing is created to run the Gateway that could take it.',
    );
  const from = allowedListeners?.namespaces?.from ?? 'None';
  note(
    allowedListeners !== undefined && from !== 'None',
    'allowedListeners',
    'ListenerSets are not served; only the listeners here count.',
  );
  note(tls?.backend !== undefined, 'tls.backend', 'Backends are spoken to without TLS.');
  note(
    tls?.frontend !== undefined,
    'tls.frontend',
    'TLS is not served, so that no certificates of clients are checked.',
  );
  note(
    defaultScope === 'All',
    'defaultScope',
    'Routes without parents attach to no Gateway; name this one in parentRefs.',
  );
  return found;
}

function listenerNotActing({ protocol, tls, allowedRoutes }: ListenerSpec, path: string): NotActing[] {
  const found: NotActing[] = [];
  if (protocol !== 'HTTP')
    found.push({ path: `${path}.protocol`, message: `${protocol} is not served: the listener opens no port.` });
  if (tls !== undefined)
    found.push({ path: `${path}.tls`, message: 'TLS is not served: the certificates are not used.' });
  (allowedRoutes.kinds ?? []).forEach(({ group, kind }, index) => {
    if (group === GATEWAY_GROUP && (kind === 'HTTPRoute' || kind === 'GRPCRoute')) return;
    found.push({
      path: `${path}.allowedRoutes.kinds[${index}]`,
      message: `${kind} is not served: only HTTPRoutes and GRPCRoutes attach.`,
    });
  });
  return found;
}
