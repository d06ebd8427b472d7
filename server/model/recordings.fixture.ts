import backendTrafficPolicies from './backendtrafficpolicy/backendtrafficpolicy.recorded.json' with { type: 'json' };
import gateways from './gateway/gateway.recorded.json' with { type: 'json' };
import gatewayClasses from './gatewayclass/gatewayclass.recorded.json' with { type: 'json' };
import grpcRoutes from './grpcroute/grpcroute.recorded.json' with { type: 'json' };
import httpRoutes from './httproute/httproute.recorded.json' with { type: 'json' };
import referenceGrants from './referencegrant/referencegrant.recorded.json' with { type: 'json' };
import type { Recording } from './shared/recordings.ts';

/** What the official API machinery answered, by kind. */
export const recordings: { readonly [kind: string]: readonly Recording[] | undefined } = {
  BackendTrafficPolicy: backendTrafficPolicies,
  Gateway: gateways,
  GatewayClass: gatewayClasses,
  GRPCRoute: grpcRoutes,
  HTTPRoute: httpRoutes,
  ReferenceGrant: referenceGrants,
};
