import { durationMs, readLoadBalancer } from './load-balancer.ts';
import { fitsInt64, readQuantity } from './quantity.ts';
import { rateLimitProblem } from './rate-limit-checks.ts';
import type { PolicySpec } from './shapes.ts';

const UINT32 = 4_294_967_295n;
/** Limits of HTTP/2 windows. Source: RFC 9113 section 6.9.2. */
const WINDOW = { least: 65_535n, most: 2_147_483_647n };
const SECONDS: Record<string, bigint> = { Second: 1n, Minute: 60n, Hour: 3600n };

/** Everything below gives the translator's texts without their section. Source: backend-traffic-policy section 1.16. */
type Check = (spec: PolicySpec, namespace: string) => (string | undefined)[];

function bandwidth(side: 'request' | 'response', spec: PolicySpec): string | undefined {
  const limit = spec.bandwidthLimit?.[side]?.limit;
  if (limit === undefined) return undefined;
  const quantity = readQuantity(limit.value);
  if (!fitsInt64(quantity)) return `${side} limit value must be convertible to an int64`;
  const { bytes } = quantity;
  if (bytes < 0n) return `${side} limit value must be positive`;
  if (bytes >= (SECONDS[limit.unit] ?? 1n) * 1024n) return undefined;
  return `${side}: bandwidth limit of ${bytes} bytes per ${limit.unit} is below the minimum of 1 KiB/s`;
}

const loadBalancer: Check = ({ loadBalancer }) => {
  const read = readLoadBalancer(loadBalancer);
  return [typeof read === 'string' ? read : undefined];
};

const retry: Check = ({ retry }) => {
  const { baseInterval, maxInterval } = retry?.perRetry?.backOff ?? {};
  const base = baseInterval === undefined ? undefined : durationMs(baseInterval);
  const most = maxInterval === undefined ? undefined : durationMs(maxInterval);
  if (base === 0) return ['baseInterval cannot be set to 0s'];
  if (most === 0) return ['maxInterval cannot be set to 0s'];
  return [(base ?? 0) > (most ?? Infinity) ? 'maxInterval cannot be less than baseInterval' : undefined];
};

const connection: Check = ({ connection }) => {
  if (connection?.bufferLimit === undefined) return [];
  const limit = readQuantity(connection.bufferLimit);
  if (!fitsInt64(limit)) return [`invalid BufferLimit value ${limit.text}`];
  return [limit.bytes < 0n || limit.bytes > UINT32 ? `BufferLimit value ${limit.text} is out of range` : undefined];
};

function window(name: string, value: number | string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const size = readQuantity(value);
  if (!fitsInt64(size)) return `invalid ${name} value ${size.text}`;
  return size.bytes < WINDOW.least || size.bytes > WINDOW.most
    ? `${name} value ${size.text} is out of range, must be between ${WINDOW.least} and ${WINDOW.most}`
    : undefined;
}

const responseOverride: Check = ({ responseOverride = [] }, namespace) => {
  // ConfigMaps are not kept, so that no reference to one leads anywhere
  for (const { response } of responseOverride) {
    const { type, valueRef } = response?.body ?? {};
    if (type === 'ValueRef') return [`can't find the referenced configmap ${namespace}/${valueRef?.name}`];
  }
  return [];
};

function bufferProblem({ requestBuffer }: PolicySpec): string | undefined {
  const limit = readQuantity(requestBuffer?.limit ?? 0);
  if (!fitsInt64(limit)) return 'limit must be convertible to an int64';
  return limit.bytes < 0n || limit.bytes > UINT32
    ? `limit value ${limit.text} is out of range, must be between 0 and ${UINT32}`
    : undefined;
}

const OPERATORS = new Set(['%ROUTE_NAME%', '%ROUTE_NAMESPACE%', '%ROUTE_KIND%', '%ROUTE_RULE_NAME%']);

const telemetry: Check = ({ telemetry }) => {
  const name = telemetry?.metrics?.routeStatName ?? '';
  const operators = name.match(/%[^%]*%/g) ?? [];
  const unknown = operators.filter((operator) => !OPERATORS.has(operator));
  const said = 'unable to configure Route Stat Name';
  if (operators.length === 0 && name.includes('%'))
    return [`${said}: unable to configure stat name with invalid operator`];
  return [unknown.length === 0 ? undefined : `${said}: unsupported operators: [${unknown.join(' ')}]`];
};

const upgradeClash: Check = (spec) => {
  const clash = spec.requestBuffer !== undefined && (spec.httpUpgrade ?? []).length > 0;
  return [
    clash && bufferProblem(spec) === undefined ? 'requestBuffer cannot be used together with httpUpgrade' : undefined,
  ];
};

/** In the order in which translation looks. */
const CHECKS: readonly [section: string, check: Check][] = [
  ['RateLimit', ({ rateLimit }) => [rateLimit === undefined ? undefined : rateLimitProblem(rateLimit)]],
  ['BandwidthLimit', (spec) => [bandwidth('request', spec) ?? bandwidth('response', spec)]],
  ['LoadBalancer', loadBalancer],
  ['Retry', retry],
  ['BackendConnection', connection],
  [
    'HTTP2',
    ({ http2 }) => [
      window('InitialStreamWindowSize', http2?.initialStreamWindowSize),
      window('InitialConnectionWindowSize', http2?.initialConnectionWindowSize),
    ],
  ],
  ['ResponseOverride', responseOverride],
  ['RequestBuffer', (spec) => [bufferProblem(spec)]],
  ['Telemetry', telemetry],
  ['RequestBuffer', upgradeClash],
];

/**
 * What only translation finds wrong with the settings of a policy, alone or merged; '' when nothing. Limits that admission holds are
 * not looked at again.
 * @param namespace in which the ConfigMaps of `responseOverride` are looked for
 */
export function settingsProblem(spec: PolicySpec, namespace: string): string {
  return CHECKS.flatMap(([section, check]) => {
    const found = check(spec, namespace).filter((text) => text !== undefined);
    return found.length === 0 ? [] : [`${section}: ${found.join('\n')}`];
  }).join('\n');
}
