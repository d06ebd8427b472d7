// Services that a cluster takes, and the values that bring them to their limits.
import { type Edge, GONE } from './edit.ts';
import type { Dice } from './random.ts';
import type { Tree } from './types.ts';

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'headless', 'plain'] as const;

/** A Service that is taken, of a random type. */
export function goodService(dice: Dice, name: string): Tree {
  const type = dice.pick(TYPES);
  const used = new Set<string>();
  const ports = Array.from({ length: 1 + dice.below(3) }, (_, index): Tree => {
    let port = 0;
    let protocol = 'TCP';
    do {
      port = dice.pick([80, 443, 8080, 53, 1, 65_535]);
      protocol = dice.pick(['TCP', 'TCP', 'UDP', 'SCTP']);
    } while (used.has(`${port}${protocol}`));
    used.add(`${port}${protocol}`);
    return {
      name: dice.pick(['a', 'http', 'p']) + String(index),
      port,
      ...(protocol === 'TCP' && dice.chance(0.5) ? {} : { protocol }),
      ...(dice.chance(0.4) ? { targetPort: dice.pick<unknown>([8080, 'web', 'a-b', 1, 65_535]) } : {}),
      ...(dice.chance(0.2) ? { appProtocol: dice.pick(['http', 'kubernetes.io/h2c', 'example.com/x']) } : {}),
    };
  });
  if (ports.length === 1 && dice.chance(0.3)) delete ports[0]?.name;
  const external = type === 'NodePort' || type === 'LoadBalancer';
  const spec: Tree = {
    ...(type === 'plain' ? {} : { type: type === 'headless' ? 'ClusterIP' : type }),
    ...(type === 'ExternalName' && dice.chance(0.7) ? {} : { ports }),
    ...(type === 'ExternalName' ? { externalName: dice.pick(['a.example', 'www.example.com.', 'x']) } : {}),
    ...(type === 'headless' ? { clusterIP: 'None' } : {}),
    ...(dice.chance(0.5) ? { selector: { app: dice.pick(['a', 'b']) } } : {}),
    ...(dice.chance(0.3) ? { sessionAffinity: dice.pick(['ClientIP', 'None']) } : {}),
    ...(external && dice.chance(0.4) ? { externalTrafficPolicy: dice.pick(['Cluster', 'Local']) } : {}),
    ...(type !== 'ExternalName' && dice.chance(0.2) ? { internalTrafficPolicy: dice.pick(['Cluster', 'Local']) } : {}),
    ...(type !== 'ExternalName' && dice.chance(0.15)
      ? { ipFamilyPolicy: dice.pick(['SingleStack', 'PreferDualStack']) }
      : {}),
    ...(type !== 'ExternalName' && dice.chance(0.15) ? { ipFamilies: ['IPv4'] } : {}),
    ...(type === 'LoadBalancer' && dice.chance(0.3) ? { allocateLoadBalancerNodePorts: dice.chance(0.5) } : {}),
    ...(type === 'LoadBalancer' && dice.chance(0.2) ? { loadBalancerClass: 'example.com/x' } : {}),
    ...(type === 'LoadBalancer' && dice.chance(0.2) ? { loadBalancerIP: '1.2.3.4' } : {}),
    ...(type === 'LoadBalancer' && dice.chance(0.2) ? { loadBalancerSourceRanges: ['10.0.0.0/8'] } : {}),
    ...(dice.chance(0.15) ? { publishNotReadyAddresses: true } : {}),
    ...(dice.chance(0.15)
      ? { trafficDistribution: dice.pick(['PreferClose', 'PreferSameZone', 'PreferSameNode']) }
      : {}),
    ...(type === 'ClusterIP' && dice.chance(0.1) ? { externalIPs: ['5.6.7.8'] } : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      ...(dice.chance(0.3) ? { labels: { app: 'a', team: 'x' } } : {}),
      ...(dice.chance(0.2) ? { annotations: { note: 'n' } } : {}),
    },
    spec,
  };
}

/** Addresses in every form. */
export const ADDRESSES = [
  '10.1.2.3',
  '1.2.3.4',
  '0.0.0.0',
  '255.255.255.255',
  '169.254.1.1',
  '224.0.0.1',
  '224.0.1.1',
  '239.1.1.1',
  '240.0.0.1',
  '010.1.2.3',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '1.2.3.4 ',
  ' 1.2.3.4',
  '1.2.3.4/32',
  '::',
  '::2',
  'fd00::1',
  'FD00::1',
  'fd00:0:0::1',
  'fd00:0:0:0:0:0:0:1',
  '::ffff:1.2.3.4',
  '::ffff:0102:0304',
  '::1.2.3.4',
  '64:ff9b::1.2.3.4',
  'fe80::1',
  'fe80::1%eth0',
  'febf::1',
  'fec0::1',
  'ff02::1',
  'ff05::1',
  'ff12::1',
  '2001:db8::g',
  '1::2::3',
  '[fd00::1]',
  'www.example.com',
  'a',
  '',
  '1',
  '0x7f.1',
  '١.2.3.4',
  '1.2.3.04',
  '1.2.3.00',
  'fd00::010.1.2.3',
  '2001:DB8::1',
  '::ffff:1.2.3.04',
  'fd00::0001',
  'fd00:1:2:3:4:5:6:7',
  'fd00:1:2:3:4:5:6:7:8',
  'fd00:1:2:3:4:5::7',
];

const NETWORKS = [
  '10.0.0.0/8',
  '10.0.0.1/8',
  ' 10.0.0.0/8 ',
  '10.0.0.0/0',
  '0.0.0.0/0',
  '10.0.0.0/32',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0.0/-1',
  '10.0.0.0',
  '010.0.0.0/8',
  'x',
  '',
  'fd00::/8',
  'FD00::/8',
  'fd00::1/8',
  'fd00::/128',
  'fd00::/129',
  'fd00:0::/16',
  '::/0',
  '::ffff:1.2.3.0/120',
  '10.0.0.0/8,11.0.0.0/8',
  '1.2.3.4/32/1',
  '10.0.0.0/+8',
  '10.0.0/8',
];

const PORT_NAMES = [
  'http',
  'a',
  'a'.repeat(15),
  'a'.repeat(16),
  'a'.repeat(63),
  'a'.repeat(64),
  '1',
  '80',
  '8a',
  'a--b',
  '-a',
  'a-',
  'A',
  'a_b',
  'a.b',
  '',
  'ü',
  'a b',
];
const NUMBERS = [0, 1, 80, 65_535, 65_536, -1, 1.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 1e15, '80', null, true];
const QUALIFIED = [
  'http',
  'x/y',
  'x/y/z',
  '',
  'A b',
  'kubernetes.io/h2c',
  '/x',
  'x/',
  'Example.com/x',
  'a'.repeat(64),
  `${'a'.repeat(64)}/x`,
  'ü',
  'mycompany.com/my-custom-protocol',
  '_',
  'a_b',
];
const NODE_PORTS = [0, 30_000, 32_767, 29_999, 32_768, 80, -1, 65_536, 31_111, 2 ** 31, '31000', null];
const IPS = [
  'None',
  'none',
  '',
  '10.0.0.0',
  '10.0.0.1',
  '10.0.0.255',
  '10.0.1.1',
  '192.168.1.1',
  '010.0.0.9',
  'fd00::1',
  'x',
  '::ffff:10.0.0.9',
  '1.2.3',
];

const port = (over: Tree): Tree => ({ name: 'z', port: 999, ...over });

/** Values at and around the limits of a Service. */
export const serviceEdges: readonly Edge[] = [
  { path: 'spec', values: [{}, null, GONE, [], 'x', { ports: null }] },
  {
    path: 'spec.type',
    values: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'clusterip', '', 'Ingress', null],
  },
  {
    path: 'spec.ports',
    values: [
      [],
      null,
      GONE,
      {},
      [null],
      [{}],
      [{ port: 80 }, { port: 81 }],
      [{ port: 80 }, { port: 80 }],
      [
        { port: 80, name: 'a' },
        { port: 80, name: 'b', protocol: 'UDP' },
      ],
      [
        { port: 80, name: 'a' },
        { port: 80, name: 'b' },
      ],
      [
        { port: 80, name: 'a' },
        { port: 81, name: 'a' },
      ],
      [
        { port: 80, nodePort: 31_234, name: 'a' },
        { port: 81, nodePort: 31_234, name: 'b' },
      ],
      [
        { port: 80, nodePort: 31_235, name: 'a' },
        { port: 80, nodePort: 31_235, name: 'b', protocol: 'UDP' },
      ],
      [
        { port: 80, nodePort: 31_236, name: 'a' },
        { port: 80, name: 'b', protocol: 'UDP' },
      ],
      [
        { port: 80, name: 'a' },
        { port: 80, nodePort: 31_237, name: 'b', protocol: 'UDP' },
      ],
      [{ port: 80, targetPort: 0 }],
      [{ port: 80, protocol: '' }],
    ],
  },
  { path: 'spec.ports[0].name', values: PORT_NAMES },
  { path: 'spec.ports[0].port', values: NUMBERS },
  { path: 'spec.ports[0].targetPort', values: [...NUMBERS, ...PORT_NAMES, '65536', '0', {}] },
  { path: 'spec.ports[0].protocol', values: ['TCP', 'UDP', 'SCTP', 'tcp', 'HTTP', '', null, 'TCP '] },
  { path: 'spec.ports[0].appProtocol', values: [...QUALIFIED, null] },
  { path: 'spec.ports[0].nodePort', values: NODE_PORTS },
  {
    path: 'spec.ports[1]',
    values: [
      port({}),
      port({ name: 'a0' }),
      port({ name: '' }),
      port({ nodePort: 31_112 }),
      port({ port: 80 }),
      port({ port: 80, protocol: 'UDP' }),
      null,
      {},
    ],
  },
  { path: 'spec.ports[0].bogus', values: [1] },
  {
    path: 'spec.selector',
    values: [{}, null, GONE, { a: '' }, { 'a b': 'x' }, { a: 'b c' }, { a: null }, { a: 1 }, [], 'x', { 'x/y/z': '-' }],
  },
  { path: 'spec.clusterIP', values: [...IPS, null, 5] },
  {
    path: 'spec.clusterIPs',
    values: [
      [],
      null,
      GONE,
      ['None'],
      ['None', 'None'],
      ['None', '10.0.0.9'],
      [''],
      ['10.0.0.9'],
      ['x'],
      ['10.0.0.8', '10.0.0.9'],
      ['10.0.0.9', 'fd00::1'],
      ['fd00::1'],
      ['fd00::1', '10.0.0.9'],
      ['10.0.0.9', 'fd00::1', '10.0.0.8'],
      ['010.0.0.9'],
      [null],
      'None',
      ['10.0.0.9', '10.0.0.9'],
    ],
  },
  {
    path: 'spec.ipFamilies',
    values: [
      ['IPv4'],
      ['IPv6'],
      ['IPv4', 'IPv6'],
      ['IPv6', 'IPv4'],
      ['IPv4', 'IPv4'],
      ['IPv4', 'IPv6', 'IPv4'],
      ['ipv4'],
      [''],
      [],
      null,
      'IPv4',
      [null],
    ],
  },
  {
    path: 'spec.ipFamilyPolicy',
    values: ['SingleStack', 'PreferDualStack', 'RequireDualStack', '', 'x', null, 'singlestack'],
  },
  {
    path: 'spec.externalName',
    values: [
      'a.example',
      'a.example.',
      'a',
      '',
      '.',
      '..',
      'A.example',
      '1.2.3.4',
      'fd00::1',
      'a b',
      '_sip.example',
      'a'.repeat(64),
      `${'a'.repeat(63)}.x`,
      'x'.repeat(254),
      '-a.example',
      'ü.example',
      'kubernetes.default.svc',
    ],
  },
  {
    path: 'spec.externalIPs',
    values: [
      ...ADDRESSES.map((address) => [address]),
      [],
      null,
      ['1.2.3.4', '1.2.3.4'],
      [null],
      'x',
      ['5.6.7.8', 'fd00::1'],
      ['127.0.0.1'],
      ['::1'],
    ],
  },
  { path: 'spec.sessionAffinity', values: ['None', 'ClientIP', 'clientip', '', 'Cookie', null] },
  {
    path: 'spec.sessionAffinityConfig',
    values: [
      {},
      null,
      { clientIP: {} },
      { clientIP: null },
      ...[0, 1, -1, 86_400, 86_401, 10_800, null, '5', 2 ** 31].map((timeoutSeconds) => ({
        clientIP: { timeoutSeconds },
      })),
      [],
      { bogus: 1 },
    ],
  },
  { path: 'spec.loadBalancerIP', values: [...ADDRESSES, null] },
  { path: 'spec.loadBalancerClass', values: [...QUALIFIED, null] },
  {
    path: 'spec.loadBalancerSourceRanges',
    values: [...NETWORKS.map((network) => [network]), [], null, ['10.0.0.0/8', '10.0.0.0/8'], 'x'],
  },
  { path: 'spec.healthCheckNodePort', values: NODE_PORTS },
  { path: 'spec.publishNotReadyAddresses', values: [true, false, null, 'true', 1] },
  { path: 'spec.externalTrafficPolicy', values: ['Cluster', 'Local', '', 'local', 'x', null] },
  { path: 'spec.internalTrafficPolicy', values: ['Cluster', 'Local', '', 'local', 'x', null] },
  { path: 'spec.allocateLoadBalancerNodePorts', values: [true, false, null, 'true'] },
  {
    path: 'spec.trafficDistribution',
    values: ['PreferClose', 'PreferSameZone', 'PreferSameNode', 'preferclose', '', 'Auto', null, 5],
  },
  { path: 'spec.bogus', values: [1, null] },
  {
    path: 'status',
    values: [
      {},
      null,
      { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } },
      { loadBalancer: { ingress: 'x' } },
      { conditions: [{ type: 'A', status: 'True', lastTransitionTime: null, reason: 'x', message: '' }] },
      { bogus: 1 },
    ],
  },
  {
    path: 'metadata.annotations',
    values: [
      { 'service.kubernetes.io/topology-mode': 'Auto' },
      { 'service.kubernetes.io/topology-aware-hints': 'Auto' },
      { 'service.kubernetes.io/topology-aware-hints': '' },
      { 'service.kubernetes.io/topology-mode': 'Auto', 'service.kubernetes.io/topology-aware-hints': 'auto' },
      { 'service.kubernetes.io/topology-mode': 'Auto', 'service.kubernetes.io/topology-aware-hints': 'Auto' },
      ...[...NETWORKS, '10.0.0.0/8, 11.0.0.0/8', '10.0.0.0/8,', ',', ' '].map((text) => ({
        'service.beta.kubernetes.io/load-balancer-source-ranges': text,
      })),
      { 'service.alpha.kubernetes.io/tolerate-unready-endpoints': 'true' },
      { 'service.kubernetes.io/headless': '' },
    ],
  },
  {
    path: 'metadata.labels',
    values: [{ 'service.kubernetes.io/headless': '' }, { 'service.kubernetes.io/service-proxy-name': 'x' }],
  },
];

const INGRESS: readonly unknown[] = [
  { ip: '1.2.3.4' },
  { ip: '1.2.3.4', ipMode: 'VIP' },
  { ip: '1.2.3.4', ipMode: 'Proxy' },
  { ip: '1.2.3.4', ipMode: 'x' },
  { ip: '1.2.3.4', ipMode: '' },
  { ip: '' },
  { ip: 'x' },
  { ip: '010.1.2.3' },
  { ip: 'FD00::1' },
  { ip: '::ffff:1.2.3.4' },
  { hostname: 'a.example' },
  { hostname: 'A b' },
  { hostname: '1.2.3.4' },
  { hostname: '' },
  { hostname: 'fd00::1' },
  { hostname: 'a', ipMode: 'VIP' },
  { hostname: 'a', ip: '1.2.3.4' },
  { ip: '1.2.3.4', ports: [{ port: 80, protocol: 'TCP' }] },
  { ip: '1.2.3.4', ports: [{ port: 80, protocol: 'TCP', error: 'a b' }] },
  { ip: '1.2.3.4', ports: [{}] },
  { ip: '1.2.3.4', ports: null },
  {},
  null,
  { ip: null },
  { bogus: 1 },
];
const CONDITIONS: readonly unknown[] = [
  { type: 'A', status: 'True', lastTransitionTime: '2024-01-01T00:00:00Z', reason: 'B', message: 'c' },
  { type: '', status: '', lastTransitionTime: null, reason: '', message: '' },
  {
    type: 'a/b',
    status: 'x',
    lastTransitionTime: '2024-01-01T00:00:00Z',
    reason: 'a b',
    message: 'c',
    observedGeneration: -1,
  },
  {},
  { type: 'A', observedGeneration: 1.5 },
  { type: 'A', lastTransitionTime: 'x' },
];

/** Statuses for the status subresource. */
export function serviceStatus(dice: Dice): unknown {
  return dice.pick<unknown>([
    { loadBalancer: { ingress: [dice.pick(INGRESS)] } },
    { loadBalancer: { ingress: [dice.pick(INGRESS), dice.pick(INGRESS)] } },
    { conditions: [dice.pick(CONDITIONS)] },
    { conditions: [dice.pick(CONDITIONS), dice.pick(CONDITIONS)], loadBalancer: {} },
    {},
    null,
    { loadBalancer: null },
    { loadBalancer: { ingress: [] } },
    'x',
    { bogus: 1 },
  ]);
}
