import type { Held } from './held.ts';

const NAMED_MATCH = ['type', 'name', 'value'];

/** Fields of the HTTPRoute form. */
export const httpRouteHolds: Held = [
  ...['group', 'kind', 'namespace', 'name', 'sectionName'].map((field) => `spec.parentRefs.*.${field}`),
  'spec.hostnames.*',
  'spec.rules.*.name',
  'spec.rules.*.matches.*.path.type',
  'spec.rules.*.matches.*.path.value',
  'spec.rules.*.matches.*.method',
  ...NAMED_MATCH.map((field) => `spec.rules.*.matches.*.headers.*.${field}`),
  ...NAMED_MATCH.map((field) => `spec.rules.*.matches.*.queryParams.*.${field}`),
  ...['group', 'kind', 'namespace', 'name', 'port', 'weight'].map((field) => `spec.rules.*.backendRefs.*.${field}`),
  ...['filters', 'timeouts', 'retry', 'sessionPersistence'].map((field) => `spec.rules.*.${field}.**`),
];

/** Fields of the GRPCRoute form. */
export const grpcRouteHolds: Held = [
  ...['group', 'kind', 'namespace', 'name', 'sectionName'].map((field) => `spec.parentRefs.*.${field}`),
  'spec.hostnames.*',
  'spec.rules.*.name',
  ...['type', 'service', 'method'].map((field) => `spec.rules.*.matches.*.method.${field}`),
  ...NAMED_MATCH.map((field) => `spec.rules.*.matches.*.headers.*.${field}`),
  ...['group', 'kind', 'namespace', 'name', 'port', 'weight'].map((field) => `spec.rules.*.backendRefs.*.${field}`),
  ...['filters', 'sessionPersistence'].map((field) => `spec.rules.*.${field}.**`),
];

const TARGET = ['group', 'kind', 'name', 'sectionName'];
const HASH = 'spec.loadBalancer.consistentHash';

/** Fields of the BackendTrafficPolicy form. */
export const policyHolds: Held = [
  ...TARGET.map((field) => `spec.targetRef.${field}`),
  ...TARGET.map((field) => `spec.targetRefs.*.${field}`),
  'spec.mergeType',
  'spec.loadBalancer.type',
  `${HASH}.type`,
  `${HASH}.header.name`,
  `${HASH}.headers.*.name`,
  `${HASH}.cookie.name`,
  `${HASH}.cookie.ttl`,
  `${HASH}.cookie.attributes.*`,
  `${HASH}.queryParams.*.name`,
  `${HASH}.tableSize`,
  ...['slowStart', 'zoneAware', 'endpointOverride', 'backendUtilization', 'dynamicModule'].map(
    (field) => `spec.loadBalancer.${field}.**`,
  ),
  ...[
    'healthCheck',
    'circuitBreaker',
    'retry',
    'timeout',
    'rateLimit',
    'faultInjection',
    'connection',
    'tcpKeepalive',
    'http2',
    'proxyProtocol',
    'useClientProtocol',
    'dns',
    'routingType',
    'requestBuffer',
    'responseOverride',
    'compressor',
    'compression',
    'httpUpgrade',
    'bandwidthLimit',
    'admissionControl',
    'telemetry',
  ].map((field) => `spec.${field}.**`),
];

/** Fields of the Service form. */
export const serviceHolds: Held = ['spec.**'];

/** Fields of the EndpointSlice form. */
export const endpointSliceHolds: Held = ['metadata.labels.*', 'addressType', 'ports.**', 'endpoints.**'];

/** Fields of the Gateway form. */
export const gatewayHolds: Held = [
  'spec.gatewayClassName',
  ...['name', 'hostname', 'port', 'protocol'].map((field) => `spec.listeners.*.${field}`),
  'spec.listeners.*.allowedRoutes.namespaces.from',
];
