import { int32, labelled, mapList, object, required, string, withDefault, atomicList } from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';
import { labelSelector } from '../shared/label-selector.ts';
import { pending } from '../shared/pending.ts';
import { objectName, subdomain } from '../shared/scalars.ts';
import { conditions } from '../shared/status.ts';
import { givenAddresses, wantedAddresses } from './address.ts';
import { infrastructure } from './infrastructure.ts';
import { listeners, routeKind } from './listener.ts';
import { gatewayTls } from './tls.ts';

const initialConditions = [pending('Accepted'), pending('Programmed')];

const allowedListeners = object('Which ListenerSets may add listeners.', {
  namespaces: withDefault(
    { from: 'None' },
    object('Namespaces that they may come from.', {
      from: withDefault(
        'None',
        string('All namespaces, those that the selector chooses, that of the Gateway, or none.', {
          enum: ['All', 'Selector', 'Same', 'None'],
          labels: { Same: 'This namespace', All: 'All namespaces', Selector: 'Namespaces by label' },
        }),
      ),
      selector: labelSelector('Labels of the namespaces, for Selector.'),
    }),
  ),
});

/** `spec` of a Gateway. */
export const gatewaySpec = object('Where the Gateway takes traffic.', {
  gatewayClassName: required(
    labelled('GatewayClass', objectName('The GatewayClass that says which controller serves it.')),
  ),
  listeners: required(listeners),
  addresses: wantedAddresses,
  infrastructure,
  allowedListeners,
  tls: gatewayTls,
  defaultScope: string('Whether it is a parent of routes that name none.', { enum: ['All', 'None'] }),
});

/** `status` of a Gateway. */
export const gatewayStatus = object('State of the Gateway.', {
  addresses: givenAddresses,
  attachedListenerSets: int32('How many ListenerSets have added listeners.'),
  conditions: withDefault(initialConditions, conditions),
  listeners: mapList(
    'State of each listener.',
    ['name'],
    object('State of one listener.', {
      name: required(subdomain('Name of the listener.')),
      attachedRoutes: required(int32('How many routes have attached.')),
      conditions: required(conditions),
      supportedKinds: atomicList('Kinds of routes that the listener takes.', routeKind, { maxItems: 8 }),
    }),
    { maxItems: 64 },
  ),
});

/** The whole Gateway but its metadata. */
export const gatewaySchema = object('A point at which traffic enters; routes attach to its listeners.', {
  ...envelope,
  spec: required(gatewaySpec),
  status: withDefault({ conditions: initialConditions }, gatewayStatus),
});

export type GatewaySpec = Infer<typeof gatewaySpec>;
export type ListenerSpec = GatewaySpec['listeners'][number];
