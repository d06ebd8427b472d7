// The configurations of the comparison with Envoy: one host name, route and policy for each case.
import type { Dice } from './dice.ts';

/** Endpoints by their last octet, in the order in which they are given. */
interface Backend {
  weight: number;
  endpoints: number[];
}

/** One route with a policy of its own. */
export interface Case {
  name: string;
  host: string;
  backends: Backend[];
  loadBalancer: Record<string, unknown>;
}

/** Address of an endpoint, by its number. */
export const addressOf = (endpoint: number): string => `127.0.61.${endpoint}`;
export const PORT = 3061;
/** Numbers that sort otherwise as texts. */
const ENDPOINTS = [1, 2, 3, 4, 5, 9, 10, 11, 20, 100];

function some(roll: Dice, least: number, most: number): number[] {
  const left = [...ENDPOINTS];
  const count = least + roll.below(most - least + 1);
  return Array.from({ length: count }, () => left.splice(roll.below(left.length), 1)[0] as number);
}

const hash = (type: string, rest: object, tableSize?: number): Record<string, unknown> => ({
  type: 'ConsistentHash',
  consistentHash: { type, ...rest, ...(tableSize === undefined ? {} : { tableSize }) },
});

/** Consistent hashes of each sort. */
export const hashPolicies: Record<string, Record<string, unknown>> = {
  sourceip: hash('SourceIP', {}),
  header: hash('Header', { header: { name: 'X-Key' } }),
  headers: hash('Headers', { headers: [{ name: 'x-key' }, { name: 'X-Other' }] }),
  cookie: hash('Cookie', { cookie: { name: 'sess' } }),
  madecookie: hash('Cookie', { cookie: { name: 'made', ttl: '1h30m' } }),
  query: hash('QueryParams', { queryParams: [{ name: 'u' }, { name: 'v' }] }),
};

/** Attributes whose order and spelling in Set-Cookie are compared. */
const cookies: Record<string, unknown>[] = [
  { ttl: '0s' },
  { ttl: '10s', attributes: { SameSite: 'Strict', Secure: '', Path: '/p' } },
  { ttl: '500ms', attributes: { Path: '/' } },
  { ttl: '1h1m1s', attributes: { Domain: 'example.com', secure: 'true', 'x y': 'a;b' } },
  { ttl: '1500ms', attributes: { HttpOnly: '', 'Max-Age': '7' } },
  { attributes: { Path: '/no-ttl' } },
];

/** Cases of a seed. */
export function cases(roll: Dice, rounds: number): Case[] {
  const found: Case[] = [];
  const add = (name: string, backends: Backend[], loadBalancer: Record<string, unknown>): void => {
    found.push({ name, host: `${name}-${found.length}.example.com`, backends, loadBalancer });
  };
  for (const [name, policy] of Object.entries(hashPolicies)) {
    add(name, [{ weight: 1, endpoints: some(roll, 4, 8) }], policy);
    const sized = {
      ...policy,
      consistentHash: { ...(policy.consistentHash as object), tableSize: roll.pick([11, 101, 1009, 5003]) },
    };
    add(name, [{ weight: 1, endpoints: some(roll, 2, 8) }], sized);
    const [one, two] = [some(roll, 1, 3), some(roll, 1, 3)];
    add(
      name,
      [
        { weight: 1 + roll.below(9), endpoints: one },
        { weight: 1 + roll.below(9), endpoints: two.filter((n) => !one.includes(n)).concat(77) },
      ],
      policy,
    );
    // an empty Service beside a good one makes weighted clusters
    add(
      name,
      [
        { weight: 1 + roll.below(9), endpoints: some(roll, 2, 5) },
        { weight: 1 + roll.below(9), endpoints: [] },
      ],
      policy,
    );
  }
  for (const [index, cookie] of cookies.entries())
    add(
      `setcookie${index}`,
      [{ weight: 1, endpoints: some(roll, 3, 5) }],
      hash('Cookie', { cookie: { name: 'made', ...cookie } }),
    );
  for (let round = 0; round < rounds; round++) {
    const backends = Array.from({ length: 1 + roll.below(4) }, (_, index) => ({
      weight: roll.pick([1, 1, 2, 3, 4, 5, 7, 10, 30, 90]),
      endpoints: [40 + index],
    }));
    add('roundrobin', backends, { type: 'RoundRobin' });
    add('rotation', [{ weight: 1, endpoints: some(roll, 1, 6) }], { type: 'RoundRobin' });
  }
  return found;
}

/** All cases as one manifest, for both sides. */
export function manifests(all: readonly Case[]): object[] {
  const meta = (name: string, more: object = {}): object => ({ name, namespace: 'default', ...more });
  const out: object[] = [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'eg' },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: meta('eg'),
      spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
    },
  ];
  for (const [index, one] of all.entries()) {
    const backendRefs = one.backends.map(({ weight, endpoints }, which) => {
      const name = `s${index}-${which}`;
      out.push({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: meta(name),
        spec: { ports: [{ name: 'http', port: 80, targetPort: PORT }] },
      });
      out.push({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: meta(`${name}-1`, { labels: { 'kubernetes.io/service-name': name } }),
        addressType: 'IPv4',
        ports: [{ name: 'http', port: PORT, protocol: 'TCP' }],
        endpoints: endpoints.map((endpoint) => ({ addresses: [addressOf(endpoint)], conditions: { ready: true } })),
      });
      return { name, port: 80, weight };
    });
    out.push({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: meta(`r${index}`),
      spec: { parentRefs: [{ name: 'eg' }], hostnames: [one.host], rules: [{ backendRefs }] },
    });
    out.push({
      apiVersion: 'gateway.envoyproxy.io/v1alpha1',
      kind: 'BackendTrafficPolicy',
      metadata: meta(`p${index}`),
      spec: {
        targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: `r${index}` }],
        loadBalancer: one.loadBalancer,
      },
    });
  }
  return out;
}

/** Every endpoint of the cases. */
export const endpointsOf = (all: readonly Case[]): number[] => [
  ...new Set(all.flatMap(({ backends }) => backends.flatMap(({ endpoints }) => endpoints))),
];
