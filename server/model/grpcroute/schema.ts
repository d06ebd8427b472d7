import { atomicList, object, required, string } from '../schema/dsl.ts';
import { envelope } from '../shared/envelope.ts';
import { parentRefs } from '../shared/parents.ts';
import { hostname } from '../shared/scalars.ts';
import { routeStatus } from '../shared/status.ts';
import { rules } from './rules.ts';

/** Source: Gateway API, experimental channel, GRPCRoute v1. */
export const grpcRouteSpec = object('Where the route attaches and where calls go.', {
  parentRefs,
  useDefaultGateways: string('Whether it attaches to default Gateways too.', { enum: ['All', 'None'] }),
  hostnames: atomicList(
    'Hosts that the route serves; all hosts of the listener where empty.',
    hostname('A host name.'),
    { maxItems: 16 },
  ),
  rules,
});

/** GRPCRoute without metadata. */
export const grpcRouteSchema = object('Routes gRPC calls by host, service, method and headers.', {
  ...envelope,
  spec: required(grpcRouteSpec),
  status: routeStatus,
});
