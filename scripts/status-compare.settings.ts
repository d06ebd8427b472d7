// Settings of policies: good ones, and ones that only translation refuses.
import { type Mood, perhaps, several } from './status-compare.mood.ts';

type Settings = Record<string, unknown>;

const BALANCERS: readonly Settings[] = [
  { type: 'RoundRobin' },
  { type: 'RoundRobin', slowStart: { window: '10s' } },
  { type: 'Random' },
  { type: 'LeastRequest' },
  { type: 'LeastRequest', zoneAware: { preferLocal: {} } },
  { type: 'ConsistentHash', consistentHash: { type: 'SourceIP' } },
  { type: 'ConsistentHash', consistentHash: { type: 'SourceIP', tableSize: 1021 } },
  { type: 'ConsistentHash', consistentHash: { type: 'Header', header: { name: 'X-User' } } },
  { type: 'ConsistentHash', consistentHash: { type: 'Headers', headers: [{ name: 'X-User' }, { name: 'x-b' }] } },
  { type: 'ConsistentHash', consistentHash: { type: 'QueryParams', queryParams: [{ name: 'q' }] } },
  { type: 'ConsistentHash', consistentHash: { type: 'Cookie', cookie: { name: 'c', ttl: '1h30m' } } },
  {
    type: 'ConsistentHash',
    consistentHash: { type: 'Cookie', cookie: { name: 'c', attributes: { SameSite: 'Lax' } } },
  },
  { type: 'Random', zoneAware: { weightedZones: [{ zone: 'a', weight: 2 }] } },
  { type: 'BackendUtilization', backendUtilization: { blackoutPeriod: '5s' } },
];

const RATE_LIMITS: readonly Settings[] = [
  { local: { rules: [{ limit: { requests: 5, unit: 'Minute' } }] } },
  {
    type: 'Local',
    local: {
      rules: [
        { clientSelectors: [{ headers: [{ name: 'x', value: 'a' }] }], limit: { requests: 1, unit: 'Hour' } },
        { limit: { requests: 5, unit: 'Minute' } },
      ],
    },
  },
];

/** A rule of a local limit with the given selectors. */
const limited = (...clientSelectors: Settings[]): Settings => ({
  rateLimit: { local: { rules: [{ clientSelectors, limit: { requests: 1, unit: 'Second' } }] } },
});

/** Settings that admission takes and translation refuses, or that come close to it. */
const REFUSED: readonly Settings[] = [
  { loadBalancer: { type: 'ConsistentHash', consistentHash: { type: 'SourceIP', tableSize: 1024 } } },
  { rateLimit: { type: 'Local' } },
  { rateLimit: { type: 'Global' } },
  { rateLimit: { type: 'Global', global: { rules: [] } } },
  { rateLimit: { global: { rules: [{ limit: { requests: 1, unit: 'Second' } }] } } },
  { rateLimit: { type: 'Local', global: { rules: [] }, local: { rules: [] } } },
  {
    rateLimit: {
      local: { rules: [{ limit: { requests: 1, unit: 'Second' } }, { limit: { requests: 2, unit: 'Second' } }] },
    },
  },
  {
    rateLimit: {
      local: {
        rules: [
          { clientSelectors: [{ methods: [{ value: 'GET' }] }], limit: { requests: 1, unit: 'Second' } },
          { limit: { requests: 2, unit: 'Minute' } },
        ],
      },
    },
  },
  limited({ headers: [{ name: 'x' }] }),
  limited({ headers: [{ name: 'x', type: 'Distinct', value: 'a' }] }),
  limited({ headers: [{ name: 'x', type: 'Distinct', invert: true }] }),
  limited({ headers: [{ name: 'x', type: 'Distinct' }] }),
  limited({ headers: [{ name: 'x', type: 'RegularExpression', value: 'a(' }] }),
  limited({ headers: [] }),
  limited({ path: { type: 'RegularExpression', value: '[' } }),
  limited({ sourceCIDR: { value: '10.0.0.0' } }),
  limited({ sourceCIDR: { value: '10.0.0.0/33' } }),
  limited({ sourceCIDR: { value: 'fd00::/8' } }),
  limited({ sourceCIDR: { value: '010.0.0.0/8' } }),
  limited({ queryParams: [{ name: 'q' }] }),
  limited({ queryParams: [{ name: 'q', type: 'RegularExpression' }] }),
  limited({ queryParams: [{ name: 'q', type: 'RegularExpression', value: '*' }] }),
  limited({ queryParams: [{ name: 'q', type: 'Distinct', invert: true }] }),
  limited({ queryParams: [{ name: 'q', type: 'Distinct', value: 'x' }] }),
  { bandwidthLimit: { request: { limit: { value: 1023, unit: 'Second' } } } },
  { bandwidthLimit: { request: { limit: { value: -5, unit: 'Second' } } } },
  { bandwidthLimit: { response: { limit: { value: '60Ki', unit: 'Minute' } } } },
  { bandwidthLimit: { response: { limit: { value: '1M', unit: 'Hour' } } } },
  {
    bandwidthLimit: {
      request: { limit: { value: '9E', unit: 'Second' } },
      response: { limit: { value: '99E', unit: 'Second' } },
    },
  },
  { retry: { perRetry: { backOff: { baseInterval: '0s' } } } },
  { retry: { perRetry: { backOff: { maxInterval: '0ms' } } } },
  { retry: { perRetry: { backOff: { baseInterval: '2s', maxInterval: '1s' } } } },
  { retry: { perRetry: { backOff: { baseInterval: '1s', maxInterval: '1000ms' } } } },
  { connection: { bufferLimit: '1000G' } },
  { connection: { bufferLimit: -1 } },
  { connection: { bufferLimit: '4Gi' } },
  { connection: { bufferLimit: 4294967295 } },
  { connection: { bufferLimit: '99E' } },
  { http2: { initialStreamWindowSize: 1000 } },
  { http2: { initialStreamWindowSize: '64Ki', initialConnectionWindowSize: '3Gi' } },
  { http2: { initialStreamWindowSize: '5k', initialConnectionWindowSize: '99E' } },
  {
    responseOverride: [
      {
        match: { statusCodes: [{ value: 404 }] },
        response: { body: { type: 'ValueRef', valueRef: { group: '', kind: 'ConfigMap', name: 'missing' } } },
      },
    ],
  },
  { requestBuffer: { limit: '5000Mi' } },
  { requestBuffer: { limit: -1 } },
  { requestBuffer: { limit: '4M' } },
  { requestBuffer: {} },
  { telemetry: { metrics: { routeStatName: '%ROUTE_NAME%/%BACKEND_NAME%' } } },
  { telemetry: { metrics: { routeStatName: '%ROUTE_NAME' } } },
  { telemetry: { metrics: { routeStatName: '%ROUTE_KIND%.%ROUTE_RULE_NAME%' } } },
];

/** Good settings that merging has to join. */
const MORE: readonly Settings[] = [
  { httpUpgrade: [{ type: 'websocket' }] },
  { httpUpgrade: [{ type: 'CONNECT' }] },
  { httpUpgrade: [{ type: 'spdy/3.1' }, { type: 'websocket' }] },
  { compression: [{ type: 'Gzip' }] },
  {
    compressor: [
      { type: 'Gzip', gzip: {} },
      { type: 'Brotli', brotli: {} },
    ],
  },
  { circuitBreaker: { maxConnections: 5 } },
  { timeout: { http: { requestTimeout: '3s' } } },
  { requestBuffer: { limit: '4Mi' } },
  { healthCheck: { passive: {} } },
  { faultInjection: { abort: { httpStatus: 503 } } },
  { retry: { numRetries: 3, perRetry: { backOff: { baseInterval: '10s' } } } },
  { retry: { perRetry: { backOff: { maxInterval: '1s' } } } },
  { useClientProtocol: true },
  { routingType: 'Service' },
  { routingType: 'Endpoint' },
  { proxyProtocol: { version: 'V1' } },
  { telemetry: { metrics: { routeStatName: '%ROUTE_NAME%' } } },
  { dns: { lookupFamily: 'IPv4' } },
  { tcpKeepalive: { probes: 3, idleTime: '10m' } },
  { http2: { onInvalidMessage: 'TerminateStream', initialStreamWindowSize: '64Ki' } },
  { admissionControl: { samplingWindow: '10s' } },
  { connection: { bufferLimit: '32Ki', preconnect: { perEndpointPercent: 150 } } },
];

/** Settings of a policy: mostly a load balancer and little else. */
export function settings({ roll, invalid, merging }: Mood): Settings {
  const refused = Array.from({ length: roll.chance(invalid) ? 1 + roll.below(2) : 0 }, () => roll.pick(REFUSED));
  const more = roll.chance(0.2 + merging / 3) ? several(roll, 1, 2, () => roll.pick(MORE)) : [];
  return Object.assign(
    {},
    perhaps(roll, 0.75, 'loadBalancer', () => roll.pick(BALANCERS)),
    perhaps(roll, 0.05 + merging / 6, 'rateLimit', () => roll.pick(RATE_LIMITS)),
    ...more,
    ...refused,
  ) as Settings;
}
