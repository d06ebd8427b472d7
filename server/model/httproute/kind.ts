import { ageColumn, hostnamesColumn, nameColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { httpRouteExamples } from './examples.ts';
import { httpRouteNotActing } from './not-acting.ts';
import { httpRouteSchema } from './schema.ts';

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
  notActing: httpRouteNotActing,
  examples: httpRouteExamples,
};
