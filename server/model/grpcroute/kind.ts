import { ageColumn, hostnamesColumn, nameColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { grpcRouteExamples } from './examples.ts';
import { grpcRouteSchema } from './schema.ts';

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
  notActing: () => [
    {
      path: 'spec',
      message:
        'The bundled proxy does not carry gRPC yet: the route is validated, kept and exported; it attaches and reports, and no call takes it.',
    },
  ],
  examples: grpcRouteExamples,
};
