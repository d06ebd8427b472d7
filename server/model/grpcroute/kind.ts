import { ageColumn, hostnamesColumn, nameColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { routeNotActing } from '../shared/route-not-acting.ts';
import { grpcRouteExamples } from './examples.ts';
import { grpcRouteSchema } from './schema.ts';

const TUNING = {
  sessionPersistence:
    'Sessions are not kept; every call is balanced anew. ConsistentHash by header or cookie in a policy does that.',
};

/** GRPCRoute of Gateway API, v1, experimental channel. */
export const grpcRoute: Kind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  kind: 'GRPCRoute',
  plural: 'grpcroutes',
  singular: 'grpcroute',
  shortNames: [],
  categories: ['gateway-api'],
  namespaced: true,
  core: false,
  hasStatus: true,
  applyOrder: 71,
  description: 'Sends gRPC calls that enter at a Gateway to backends, by host, service, method and headers.',
  schema: grpcRouteSchema,
  columns: [nameColumn, hostnamesColumn, ageColumn],
  notActing: (object) => routeNotActing(object, TUNING),
  examples: grpcRouteExamples,
};
