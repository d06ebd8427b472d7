/** Generated documents of core kinds, and what is done with them. */
export interface Case {
  kind: string;
  title: string;
  steps: Step[];
}

export interface Step {
  method: string;
  path: string;
  body?: unknown;
  type?: string;
}

type Random = () => number;
type Tree = Record<string, unknown>;

/** A small generator of numbers that repeats. Source: mulberry32. */
function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const maybe = (random: Random, share: number, make: () => Tree): Tree => (random() < share ? make() : {});

const NAMES = ['a', 'http', 'B_ad', '', 'x.y', 'a'.repeat(64), '1a', 'a--b', '-a', '9', 'ok-name'];
const ADDRESSES = [
  '10.0.0.5',
  '10.1.2.3',
  '010.1.2.3',
  '::ffff:1.2.3.4',
  'fd00::1',
  'FD00::1',
  'fd00:0:0::1',
  '0.0.0.0',
  '::',
  '169.254.1.1',
  'fe80::1',
  '224.0.0.1',
  'ff02::1',
  'a',
  '',
  'www.example.com',
  '1.2.3',
  '1.2.3.4.5',
];
const KEYS = ['app', 'example.com/app', 'a/b/c', '/x', '_x', 'a'.repeat(64), 'Example.com/x'];
const VALUES = ['v', '', 'a b', '-x', 'x'.repeat(64), 'V_1.2'];
const ODD: readonly unknown[] = [null, '', 'x', 0, -1, 1.5, true, [], {}, ['x'], 99999999999, { a: 1 }, [null]];

function labels(random: Random): Tree {
  return { [pick(random, KEYS)]: pick(random, VALUES), ...(random() < 0.5 ? { team: 'a' } : {}) };
}

function metadata(random: Random, name: string): Tree {
  return {
    name: random() < 0.9 || name.startsWith('parity') ? name : pick(random, NAMES),
    ...maybe(random, 0.2, () => ({ labels: labels(random) })),
    ...maybe(random, 0.15, () => ({ annotations: labels(random) })),
    ...maybe(random, 0.05, () => ({ finalizers: [pick(random, ['a.example/b', 'x', 'orphan', 'B_/x'])] })),
    ...maybe(random, 0.05, () => ({ generateName: pick(random, ['a-', 'b']) })),
    ...maybe(random, 0.05, () => ({
      ownerReferences: [
        {
          apiVersion: pick(random, ['v1', '']),
          kind: 'ConfigMap',
          name: pick(random, ['x', '']),
          uid: 'u',
          controller: random() < 0.5,
        },
      ],
    })),
    ...maybe(random, 0.05, () => ({ generation: pick(random, [0, 5, -1]) })),
    ...maybe(random, 0.03, () => ({
      creationTimestamp: pick(random, [null, '2020-01-01T00:00:00Z', 'x', '2020-13-01T00:00:00Z', 5]),
    })),
  };
}

function servicePort(random: Random): Tree {
  return {
    ...maybe(random, 0.7, () => ({ name: pick(random, ['http', 'a', 'b', ...NAMES]) })),
    port: pick(random, [80, 443, 8080, 53, 0, 65536, -1, 3000]),
    ...maybe(random, 0.3, () => ({ protocol: pick(random, ['TCP', 'UDP', 'SCTP', 'HTTP', 'tcp', '']) })),
    ...maybe(random, 0.4, () => ({
      targetPort: pick(random, [80, 0, 65536, 'http', '80', 'a--b', 'A', '', 'a'.repeat(16)]),
    })),
    ...maybe(random, 0.15, () => ({ nodePort: pick(random, [0, 80, 40000, 70000]) })),
    ...maybe(random, 0.15, () => ({ appProtocol: pick(random, ['http', 'kubernetes.io/h2c', '', 'A b', 'x/y/z']) })),
  };
}

function service(random: Random, name: string): Tree {
  const ports = Array.from({ length: Math.floor(random() * 3.3) }, () => servicePort(random));
  const spec: Tree = {
    ...(random() < 0.95 ? { ports } : {}),
    ...maybe(random, 0.5, () => ({
      type: pick(random, ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'Ingress', '']),
    })),
    ...maybe(random, 0.3, () => ({ selector: labels(random) })),
    ...maybe(random, 0.25, () => ({ clusterIP: pick(random, ['None', 'None', '', 'a', '010.0.0.7', 'fd00::1']) })),
    ...maybe(random, 0.12, () => ({
      clusterIPs: pick(random, [['None'], ['None', 'x'], [''], ['a'], ['10.0.0.300', 'b', 'c'], []]),
    })),
    ...maybe(random, 0.15, () => ({ externalName: pick(random, ['a.example', 'a.example.', '', 'B_', '1.2.3.4']) })),
    ...maybe(random, 0.15, () => ({ externalIPs: [pick(random, ADDRESSES)] })),
    ...maybe(random, 0.2, () => ({ sessionAffinity: pick(random, ['ClientIP', 'None', 'Cookie', '']) })),
    ...maybe(random, 0.12, () => ({
      sessionAffinityConfig: pick<unknown>(random, [
        {},
        { clientIP: {} },
        { clientIP: { timeoutSeconds: 0 } },
        { clientIP: { timeoutSeconds: 90000 } },
        { clientIP: { timeoutSeconds: 5 } },
      ]),
    })),
    ...maybe(random, 0.12, () => ({ externalTrafficPolicy: pick(random, ['Cluster', 'Local', 'x', '']) })),
    ...maybe(random, 0.1, () => ({ internalTrafficPolicy: pick(random, ['Cluster', 'Local', 'x', '']) })),
    ...maybe(random, 0.1, () => ({
      ipFamilies: pick(random, [['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], ['IPv4', 'IPv4'], ['x']]),
    })),
    ...maybe(random, 0.12, () => ({
      ipFamilyPolicy: pick(random, ['SingleStack', 'PreferDualStack', 'RequireDualStack', 'x', '']),
    })),
    ...maybe(random, 0.1, () => ({ loadBalancerClass: pick(random, ['a', 'x/y', '', 'A b']) })),
    ...maybe(random, 0.1, () => ({ loadBalancerIP: pick(random, ADDRESSES) })),
    ...maybe(random, 0.1, () => ({
      loadBalancerSourceRanges: [
        pick(random, [
          '10.0.0.0/8',
          '10.0.0.1/8',
          ' 10.0.0.0/8 ',
          'fd00::/8',
          'FD00::/8',
          '010.0.0.0/8',
          'x',
          '10.0.0.0/33',
          '10.0.0.0/08',
        ]),
      ],
    })),
    ...maybe(random, 0.08, () => ({ allocateLoadBalancerNodePorts: random() < 0.5 })),
    ...maybe(random, 0.08, () => ({ trafficDistribution: pick(random, ['PreferClose', 'PreferSameZone', 'x', '']) })),
    ...maybe(random, 0.05, () => ({ publishNotReadyAddresses: random() < 0.5 })),
  };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(random, name),
    spec,
    ...maybe(random, 0.05, () => ({ status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } } })),
  };
}

function slice(random: Random, name: string): Tree {
  const type = pick(random, ['IPv4', 'IPv4', 'IPv6', 'FQDN', 'x', '']);
  const endpoint = (): Tree => ({
    addresses: Array.from({ length: Math.floor(random() * 2.5) }, () =>
      random() < 0.5 ? '10.1.2.3' : pick(random, ADDRESSES),
    ),
    ...maybe(random, 0.3, () => ({
      conditions: pick<unknown>(random, [{}, { ready: true }, { ready: false, serving: true }, { terminating: null }]),
    })),
    ...maybe(random, 0.2, () => ({ hostname: pick(random, NAMES) })),
    ...maybe(random, 0.2, () => ({ nodeName: pick(random, NAMES) })),
    ...maybe(random, 0.2, () => ({ zone: pick(random, NAMES) })),
    ...maybe(random, 0.1, () => ({ deprecatedTopology: labels(random) })),
    ...maybe(random, 0.15, () => ({ targetRef: { kind: 'Pod', name: 'x', namespace: '', uid: 'u' } })),
    ...maybe(random, 0.2, () => ({
      hints: {
        forZones: [{ name: pick(random, VALUES) }, { name: 'v' }],
        ...maybe(random, 0.3, () => ({ forNodes: [{ name: pick(random, NAMES) }] })),
      },
    })),
  });
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: metadata(random, name),
    addressType: type,
    ...maybe(random, 0.9, () => ({ endpoints: Array.from({ length: Math.floor(random() * 3) }, endpoint) })),
    ...maybe(random, 0.9, () => ({
      ports: Array.from({ length: Math.floor(random() * 3) }, () => ({
        ...maybe(random, 0.8, () => ({ name: pick(random, NAMES) })),
        ...maybe(random, 0.8, () => ({ port: pick(random, [80, 0, 70000, -1]) })),
        ...maybe(random, 0.3, () => ({ protocol: pick(random, ['TCP', 'UDP', 'HTTP', '']) })),
        ...maybe(random, 0.2, () => ({ appProtocol: pick(random, ['http', '', 'A b']) })),
      })),
    })),
  };
}

function namespaceOf(random: Random, name: string): Tree {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { ...metadata(random, name), ...maybe(random, 0.1, () => ({ namespace: 'default' })) },
    ...maybe(random, 0.4, () => ({
      spec: { finalizers: [pick(random, ['kubernetes', 'a.example/b', 'x', 'B_/x', 'orphan'])] },
    })),
    ...maybe(random, 0.15, () => ({ status: { phase: pick(random, ['Active', 'Terminating', 'x']) } })),
  };
}

/** Changes one place of a document. */
function mutate(random: Random, document: Tree): Tree {
  const copy = structuredClone(document);
  let node: unknown = copy;
  for (let depth = 0; depth < 6; depth += 1) {
    if (typeof node !== 'object' || node === null) return copy;
    const keys = Object.keys(node);
    const here = node as Tree;
    if (keys.length === 0 || random() < 0.12) {
      if (!Array.isArray(node)) here[pick(random, ['bogus', 'Spec', 'name', 'ports', 'x'])] = pick(random, ODD);
      return copy;
    }
    const key = pick(random, keys);
    if (typeof here[key] !== 'object' || random() < 0.25) {
      if (key === 'apiVersion' && depth === 0) return copy;
      if (key === 'kind' && depth === 0) return copy;
      if (random() < 0.2) delete here[key];
      else here[key] = pick(random, ODD);
      return copy;
    }
    node = here[key];
  }
  return copy;
}

const KINDS = [
  { kind: 'Service', make: service, path: (space: string) => `/api/v1/namespaces/${space}/services` },
  {
    kind: 'EndpointSlice',
    make: slice,
    path: (space: string) => `/apis/discovery.k8s.io/v1/namespaces/${space}/endpointslices`,
  },
  { kind: 'Namespace', make: namespaceOf, path: () => '/api/v1/namespaces' },
] as const;

/** `count` cases of each kind. */
export function* cases(count: number, seed: number, space: string): Generator<Case> {
  for (const { kind, make, path } of KINDS) {
    const random = randomOf(seed);
    for (let index = 0; index < count; index += 1) {
      const name = kind === 'Namespace' ? `${space}-${seed}-${index}` : `n${seed}-${index}`;
      let document = make(random, name);
      if (random() < 0.4) document = mutate(random, document);
      const mode = pick(random, [
        '',
        'fieldValidation=Strict',
        'fieldValidation=Ignore',
        'dryRun=All',
        'fieldValidation=Warn',
      ]);
      const base = path(space);
      const steps: Step[] = [{ method: 'POST', path: `${base}${mode === '' ? '' : `?${mode}`}`, body: document }];
      const what = random();
      const own = `${base}/${name}`;
      if (what < 0.6) {
        const next = random() < 0.5 ? make(random, name) : mutate(random, document);
        if (what < 0.25)
          steps.push({ method: 'PUT', path: own, body: { ...next, metadata: { ...(next.metadata as Tree), name } } });
        else if (what < 0.4) {
          const { metadata: _metadata, apiVersion: _version, kind: _kind, ...rest } = next;
          steps.push({ method: 'PATCH', path: own, type: 'application/merge-patch+json', body: rest });
        } else if (what < 0.5) {
          const { metadata: _metadata, apiVersion: _version, kind: _kind, ...rest } = next;
          steps.push({ method: 'PATCH', path: own, type: 'application/strategic-merge-patch+json', body: rest });
        } else
          steps.push({
            method: 'PATCH',
            path: `${own}?fieldManager=m&force=true`,
            type: 'application/apply-patch+yaml',
            body: { ...next, metadata: { name } },
          });
      }
      if (kind !== 'Namespace') steps.push({ method: 'DELETE', path: own });
      yield { kind, title: `${kind} ${seed}/${index}`, steps };
    }
  }
}
