// GatewayClasses and Gateways of a world.
import type { KubeObject } from '../server/model/object.ts';
import { CONTROLLER_NAME } from '../server/gateway/conditions.ts';
import {
  GATEWAY_API,
  GATEWAY_NAMES,
  HOSTNAMES,
  LISTENER_NAMES,
  labelSelector,
  metadata,
  type Mood,
  perhaps,
  several,
} from './status-compare.mood.ts';

/** Ours, perhaps a second one, one of another controller, one with parameters that lead nowhere. */
export function gatewayClasses(mood: Mood): KubeObject[] {
  const { roll } = mood;
  const make = (name: string, spec: object): KubeObject => ({
    apiVersion: `${GATEWAY_API}/v1`,
    kind: 'GatewayClass',
    metadata: metadata(mood, name),
    spec,
  });
  const parameters = {
    group: roll.pick(['gateway.envoyproxy.io', '', 'example.com']),
    kind: roll.pick(['EnvoyProxy', 'EnvoyProxy', 'ConfigMap']),
    name: 'missing',
    ...perhaps(roll, 0.7, 'namespace', () => 'default'),
  };
  return [
    make('eg', { controllerName: CONTROLLER_NAME }),
    ...(roll.chance(0.3) ? [make('a-second', { controllerName: CONTROLLER_NAME })] : []),
    ...(roll.chance(0.2) ? [make('foreign', { controllerName: 'example.com/other' })] : []),
    ...(roll.chance(0.15) ? [make('params', { controllerName: CONTROLLER_NAME, parametersRef: parameters })] : []),
  ];
}

function allowedRoutes({ roll }: Mood): object {
  return {
    ...perhaps(roll, 0.7, 'namespaces', () =>
      roll.pick([
        { from: 'All' },
        { from: 'All' },
        { from: 'Same' },
        { from: 'Selector', selector: labelSelector(roll) },
        { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'team' } } },
        { from: 'Selector' },
      ]),
    ),
    ...perhaps(roll, 0.35, 'kinds', () =>
      several(roll, 1, 3, () => ({
        kind: roll.pick(['HTTPRoute', 'HTTPRoute', 'GRPCRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'Nope']),
        ...perhaps(roll, 0.3, 'group', () => roll.pick([GATEWAY_API, GATEWAY_API, 'example.com', ''])),
      })),
    ),
  };
}

function certificateRef({ roll, namespaces }: Mood): object {
  return {
    name: roll.pick(['cert', 'other']),
    ...perhaps(roll, 0.15, 'kind', () => roll.pick(['Secret', 'ConfigMap'])),
    ...perhaps(roll, 0.1, 'group', () => roll.pick(['', 'example.com'])),
    ...perhaps(roll, 0.3, 'namespace', () => roll.pick(namespaces)),
  };
}

function tls(mood: Mood, protocol: string): object {
  const { roll } = mood;
  const needed = protocol === 'HTTPS' || protocol === 'TLS';
  if (!needed || roll.chance(0.04)) return {};
  const mode = protocol === 'TLS' ? roll.pick(['Passthrough', 'Terminate']) : 'Terminate';
  return {
    tls: {
      ...perhaps(roll, protocol === 'TLS' ? 1 : 0.8, 'mode', () => mode),
      // admission wants one of the two
      ...(mode === 'Passthrough' || roll.chance(0.1) ? { options: { 'example.com/a': 'b' } } : {}),
      ...perhaps(roll, mode === 'Terminate' ? 0.95 : 0.2, 'certificateRefs', () =>
        several(roll, 1, 3, () => certificateRef(mood)),
      ),
    },
  };
}

function listener(mood: Mood, index: number): Record<string, unknown> {
  const { roll, listeners } = mood;
  const plain = !roll.chance(listeners);
  const protocol = plain ? 'HTTP' : roll.pick(['HTTP', 'HTTP', 'HTTPS', 'HTTPS', 'TLS', 'TCP', 'UDP', 'example.com/x']);
  const named = protocol === 'TCP' || protocol === 'UDP' ? 0 : 0.5;
  return {
    name: LISTENER_NAMES[index] ?? `l${index}`,
    protocol,
    port: plain ? roll.pick([80, 80, 8080, 443]) : roll.pick([80, 443, 443, 8080]),
    ...perhaps(roll, named, 'hostname', () => roll.pick(HOSTNAMES)),
    ...tls(mood, protocol),
    ...perhaps(roll, plain ? 0.4 : 0.7, 'allowedRoutes', () =>
      mood.listeners < 0.1 ? { namespaces: { from: 'All' } } : allowedRoutes(mood),
    ),
  };
}

function address({ roll }: Mood): object {
  return roll.pick([
    { type: 'IPAddress', value: '127.77.3.4' },
    { value: '10.1.2.3' },
    { type: 'Hostname', value: 'gw.example.com' },
    { type: 'NamedAddress', value: 'somewhere' },
    { type: 'example.com/pool', value: 'somewhere' },
    { type: 'IPAddress' },
  ]);
}

/** Admission takes port, protocol and hostname together once. */
function distinct(listeners: Record<string, unknown>[]): object[] {
  return [...new Map(listeners.map((one) => [JSON.stringify([one.port, one.protocol, one.hostname]), one])).values()];
}

function authorities({ roll, namespaces }: Mood): object {
  return {
    validation: {
      caCertificateRefs: several(roll, 1, 2, () => ({
        group: '',
        kind: roll.pick(['ConfigMap', 'Secret', 'ClusterTrustBundle', 'Service']),
        name: 'ca',
        ...perhaps(roll, 0.2, 'namespace', () => roll.pick(namespaces)),
      })),
    },
  };
}

function gatewayTls(mood: Mood): object {
  const { roll } = mood;
  return {
    ...perhaps(roll, 0.6, 'frontend', () => ({
      default: roll.chance(0.5) ? authorities(mood) : {},
      ...perhaps(roll, 0.5, 'perPort', () => [{ port: 443, tls: roll.chance(0.7) ? authorities(mood) : {} }]),
    })),
    // without a reference Envoy Gateway v1.9.1 ends itself
    ...perhaps(roll, 0.5, 'backend', () => ({ clientCertificateRef: certificateRef(mood) })),
  };
}

function spec(mood: Mood, classes: readonly string[]): object {
  const { roll } = mood;
  return {
    gatewayClassName: roll.chance(0.6) ? 'eg' : roll.pick([...classes, 'nobodys']),
    listeners: distinct(several(roll, 1, roll.chance(mood.listeners) ? 5 : 2, (index) => listener(mood, index))),
    ...perhaps(roll, mood.listeners / 6, 'tls', () => gatewayTls(mood)),
    ...perhaps(roll, 0.06, 'addresses', () => several(roll, 1, 2, () => address(mood))),
    ...perhaps(roll, 0.04, 'infrastructure', () => ({
      ...perhaps(roll, 0.7, 'parametersRef', () => ({
        group: roll.pick(['gateway.envoyproxy.io', 'example.com']),
        kind: roll.pick(['EnvoyProxy', 'ConfigMap']),
        name: 'missing',
      })),
      labels: { a: 'b' },
    })),
  };
}

/** One to four Gateways, two of one name in two namespaces among them; now and then very many. */
export function gateways(mood: Mood, classes: readonly string[]): KubeObject[] {
  const { roll, namespaces } = mood;
  const make = (name: string, namespace: string, spec: object): KubeObject => ({
    apiVersion: `${GATEWAY_API}/v1`,
    kind: 'Gateway',
    metadata: metadata(mood, name, namespace),
    spec,
  });
  if (roll.chance(0.03)) {
    const plain = { gatewayClassName: 'eg', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] };
    return several(roll, 15, 20, (index) => make(`gw-${index}`, 'default', plain));
  }
  const found = new Map<string, KubeObject>();
  for (let count = 1 + roll.below(4); count > 0; count--) {
    const [name, namespace] = [roll.pick(GATEWAY_NAMES), roll.pick(namespaces)];
    found.set(`${namespace}/${name}`, make(name, namespace, spec(mood, classes)));
  }
  return [...found.values()];
}
