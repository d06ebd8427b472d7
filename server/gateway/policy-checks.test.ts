import { expect, test } from 'vitest';
import { settingsProblem } from './policy-checks.ts';
import { readQuantity } from './quantity.ts';

function problem(spec: object): string {
  return settingsProblem(spec, 'team');
}

const limit = { requests: 1, unit: 'Second' };
const limited = (...clientSelectors: object[]): object => ({
  rateLimit: { local: { rules: [{ clientSelectors, limit }] } },
});

test.each([
  [{ rateLimit: { type: 'Local' } }, 'RateLimit: local configuration empty for rateLimit'],
  [{ rateLimit: { type: 'Global' } }, 'RateLimit: global configuration empty for rateLimit'],
  [
    { rateLimit: { global: { rules: [{ limit }] } } },
    'RateLimit: enable Ratelimit in the EnvoyGateway config to configure global rateLimit',
  ],
  [
    { rateLimit: { local: { rules: [{ limit }, { limit }] } } },
    'RateLimit: local rateLimit can not have more than one rule without clientSelectors',
  ],
  [
    {
      rateLimit: {
        local: { rules: [{ clientSelectors: [{ path: {} }], limit }, { limit: { requests: 1, unit: 'Hour' } }] },
      },
    },
    'RateLimit: local rateLimit rule limit unit must be a multiple of the default limit unit',
  ],
  [
    limited({ headers: [{ name: 'x', type: 'RegularExpression', value: 'a\\' }] }),
    'RateLimit: regex "a\\\\" is invalid: error parsing regexp: trailing backslash at end of expression: ``',
  ],
  [
    limited({ sourceCIDR: { value: '10.0.0.0/33' } }),
    'RateLimit: unable to translate rateLimit: invalid CIDR address: 10.0.0.0/33',
  ],
  [limited({ queryParams: [{ name: 'q' }] }), 'RateLimit: value is required for Exact query parameter match'],
  [
    { bandwidthLimit: { response: { limit: { value: '60Ki', unit: 'Hour' } } } },
    'BandwidthLimit: response: bandwidth limit of 61440 bytes per Hour is below the minimum of 1 KiB/s',
  ],
  [
    { retry: { perRetry: { backOff: { baseInterval: '2s', maxInterval: '1s' } } } },
    'Retry: maxInterval cannot be less than baseInterval',
  ],
  [{ connection: { bufferLimit: '1000G' } }, 'BackendConnection: BufferLimit value 1T is out of range'],
  [
    { http2: { initialStreamWindowSize: 1000, initialConnectionWindowSize: '99E' } },
    'HTTP2: InitialStreamWindowSize value 1k is out of range, must be between 65535 and 2147483647\ninvalid InitialConnectionWindowSize value 99E',
  ],
  [
    { responseOverride: [{ response: { body: { type: 'ValueRef', valueRef: { name: 'page' } } } }] },
    "ResponseOverride: can't find the referenced configmap team/page",
  ],
  [
    { requestBuffer: { limit: '5000Mi' } },
    'RequestBuffer: limit value 5000Mi is out of range, must be between 0 and 4294967295',
  ],
  [
    { telemetry: { metrics: { routeStatName: '%ROUTE_NAME%-%X%' } } },
    'Telemetry: unable to configure Route Stat Name: unsupported operators: [%X%]',
  ],
  [
    { requestBuffer: {}, httpUpgrade: [{ type: 'websocket' }] },
    'RequestBuffer: requestBuffer cannot be used together with httpUpgrade',
  ],
  [
    {
      loadBalancer: { type: 'ConsistentHash', consistentHash: { type: 'SourceIP', tableSize: 4 } },
      rateLimit: { type: 'Local' },
    },
    'RateLimit: local configuration empty for rateLimit\nLoadBalancer: ConsistentHash: invalid TableSize value 4',
  ],
])('%j is refused', (spec, text) => {
  expect(problem(spec)).toBe(text);
});

test.each([
  {},
  { loadBalancer: { type: 'RoundRobin' }, retry: { perRetry: { backOff: { maxInterval: '1s' } } } },
  limited({ headers: [{ name: 'x', type: 'Distinct' }], sourceCIDR: { value: '::ffff:10.0.0.0/96' } }),
  {
    connection: { bufferLimit: '4G' },
    requestBuffer: { limit: 4294967295 },
    http2: { initialStreamWindowSize: '64Ki' },
  },
  { telemetry: { metrics: { routeStatName: '%ROUTE_KIND%.%ROUTE_RULE_NAME%' } } },
])('%j is fine', (spec) => {
  expect(problem(spec)).toBe('');
});

test.each([
  [0, 0n, '0'],
  [-5, -5n, '-5'],
  [1024, 1024n, '1024'],
  ['64Ki', 65_536n, '64Ki'],
  ['1024Ki', 1_048_576n, '1Mi'],
  ['5000k', 5_000_000n, '5M'],
  ['1Ei', 2n ** 60n, '1Ei'],
])('the quantity %s is %s bytes, written %s', (value, bytes, text) => {
  expect(readQuantity(value)).toEqual({ bytes, text });
});
