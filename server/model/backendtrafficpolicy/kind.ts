import { ageColumn, nameColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { backendTrafficPolicyExamples } from './examples.ts';
import { backendTrafficPolicyNotActing } from './not-acting.ts';
import { backendTrafficPolicySchema } from './schema.ts';

/** BackendTrafficPolicy of Envoy Gateway, v1alpha1. */
export const backendTrafficPolicy: Kind = {
  group: 'gateway.envoyproxy.io',
  version: 'v1alpha1',
  kind: 'BackendTrafficPolicy',
  plural: 'backendtrafficpolicies',
  singular: 'backendtrafficpolicy',
  shortNames: ['btp'],
  categories: ['envoy-gateway'],
  namespaced: true,
  core: false,
  hasStatus: true,
  applyOrder: 80,
  description: 'Says how requests are spread over the endpoints behind Gateways and routes.',
  schema: backendTrafficPolicySchema,
  columns: [nameColumn, ageColumn],
  notActing: backendTrafficPolicyNotActing,
  examples: backendTrafficPolicyExamples,
};
