import { atomicList, object, required, string } from '../schema/dsl.ts';
import { envelope } from '../shared/envelope.ts';
import { hostname } from '../shared/scalars.ts';
import { parentRefs } from '../shared/parents.ts';
import { routeStatus } from '../shared/status.ts';
import { rules } from './rules.ts';

/** Source: Gateway API, experimental channel, HTTPRoute v1. */
export const httpRouteSpec = object('Where the route attaches and where requests go.', {
  parentRefs,
  useDefaultGateways: string('Whether it attaches to default Gateways too.', { enum: ['All', 'None'] }),
  hostnames: atomicList(
    'Hosts that the route serves; all hosts of the listener where empty.',
    hostname('A host name.'),
    {
      maxItems: 16,
    },
  ),
  rules,
});

/** HTTPRoute without metadata. */
export const httpRouteSchema = object('Routes HTTP requests by host, path, method, headers and query.', {
  ...envelope,
  spec: required(httpRouteSpec),
  status: routeStatus,
});
