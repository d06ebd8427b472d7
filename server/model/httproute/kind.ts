import { ageColumn, hostnamesColumn, nameColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { httpRouteExamples } from './examples.ts';
import { routeNotActing } from '../shared/route-not-acting.ts';
import { httpRouteSchema } from './schema.ts';

const TUNING = {
  timeouts: 'Time limits of rules are not applied; answers may take any time.',
  retry: 'Requests are not sent again; the first answer reaches the client.',
  sessionPersistence:
    'Sessions are not kept; every request is balanced anew. ConsistentHash by cookie in a policy does that.',
};

/** HTTPRoute of Gateway API, v1, experimental channel. */
export const httpRoute: Kind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  otherVersions: ['v1beta1'],
  kind: 'HTTPRoute',
  plural: 'httproutes',
  singular: 'httproute',
  shortNames: [],
  categories: ['gateway-api'],
  namespaced: true,
  core: false,
  hasStatus: true,
  applyOrder: 70,
  description: 'Sends HTTP requests that enter at a Gateway to backends, by host, path, method, headers and query.',
  schema: httpRouteSchema,
  columns: [nameColumn, hostnamesColumn, ageColumn],
  notActing: (object) => routeNotActing(object, TUNING),
  examples: httpRouteExamples,
};
