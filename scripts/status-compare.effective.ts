// What each match of each rule does on each listener: by our snapshot, and by the oracle's intermediate representation.
import type { HashInput, LoadBalancer } from '../server/balancing/types.ts';
import type { RuleAction, Snapshot } from '../server/routing/snapshot.ts';

/** Lines in order of precedence, by `LISTENER HOSTNAME`. */
export type Effective = Map<string, string[]>;

function append(map: Effective, key: string, line: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [line]);
  else list.push(line);
}

/** Rules that answer by themselves because of a filter that does not act are left open: the oracle serves them. */
const OPEN = /^Filter | within a backendRef |EndpointSlices of Service /;

function inputText(input: HashInput): string {
  switch (input.type) {
    case 'SourceIP':
      return 'address';
    case 'Header':
      return `header ${input.name}`;
    case 'QueryParam':
      return `parameter ${input.name}`;
    case 'Cookie':
      return `cookie ${input.name} ${input.ttl ?? ''} ${JSON.stringify(input.attributes)}`;
  }
}

function balancerText(balancer: LoadBalancer): string {
  return balancer.type === 'ConsistentHash'
    ? `ConsistentHash ${balancer.tableSize} ${balancer.inputs.map(inputText).join(', ')}`
    : balancer.type;
}

function actionText(action: RuleAction): string | undefined {
  if (action.type === 'respond') return OPEN.test(action.reason) ? undefined : `answers ${action.status}`;
  const { loadBalancer, backends } = action.group;
  if (backends.some(({ respond }) => respond !== undefined && OPEN.test(respond.reason))) return undefined;
  const shares = backends.map(({ weight, endpoints, respond }) =>
    respond === undefined
      ? `${weight} ${endpoints.map(({ address, port }) => `${address}:${port}`).join(' ')}`
      : `${weight} none`,
  );
  return `${balancerText(loadBalancer)} to ${shares.join(' | ')}`;
}

/** What our snapshot does. A line without action is one that is not compared further. */
export function ourEffect({ gateways, rules }: Snapshot): Effective {
  const found: Effective = new Map();
  for (const { id, virtualHosts } of gateways.flatMap(({ ports }) => ports).flatMap(({ listeners }) => listeners)) {
    for (const { hostname, candidates } of virtualHosts) {
      for (const { ruleId, matchIndex } of candidates) {
        const rule = rules[ruleId];
        if (rule === undefined) continue;
        const { route, index, policy, action } = rule;
        const does = actionText(action);
        const by =
          does?.includes(' to ') === true && policy !== undefined ? ` by ${policy.namespace}/${policy.name}` : '';
        append(
          found,
          `${id} ${hostname}`,
          `${route.kind === 'GRPCRoute' ? 'calls of ' : ''}${route.namespace}/${route.name}/${index}/${matchIndex}: ${does ?? '?'}${by}`,
        );
      }
    }
  }
  return found;
}

interface IrHash {
  sourceIP?: boolean;
  headers?: { name: string }[];
  cookie?: { name: string; ttl?: string; attributes?: Record<string, string> };
  queryParams?: { name: string }[];
  tableSize?: number;
}

interface IrRoute {
  name: string;
  hostname: string;
  directResponse?: { statusCode?: number };
  redirect?: object;
  destination?: {
    settings?: {
      weight?: number;
      invalid?: boolean;
      endpoints?: { host: string; port: number; draining?: boolean }[];
    }[];
  };
  traffic?: { loadBalancer?: Record<string, unknown> & { consistentHash?: IrHash } };
  metadata?: { policies?: { name: string; namespace: string }[] };
}

const SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1 };

function seconds(duration: string): number {
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit ?? ''] ?? 0),
    0,
  );
}

function irBalancer(balancer: NonNullable<IrRoute['traffic']>['loadBalancer']): string {
  const hash = balancer?.consistentHash;
  if (hash !== undefined) {
    const { cookie } = hash;
    const inputs = [
      ...(hash.sourceIP === true ? ['address'] : []),
      ...(hash.headers ?? []).map(({ name }) => `header ${name.toLowerCase()}`),
      ...(hash.queryParams ?? []).map(({ name }) => `parameter ${name}`),
      ...(cookie === undefined
        ? []
        : [
            `cookie ${cookie.name} ${cookie.ttl === undefined ? '' : seconds(cookie.ttl)} ${JSON.stringify(cookie.attributes ?? {})}`,
          ]),
    ];
    return `ConsistentHash ${hash.tableSize ?? 65537} ${inputs.join(', ')}`;
  }
  if (balancer?.roundRobin !== undefined) return 'RoundRobin';
  // utilisation does not act and runs as the default
  return balancer?.random === undefined ? 'LeastRequest' : 'Random';
}

function irAction(route: IrRoute): string {
  const { directResponse, redirect, destination, traffic, metadata } = route;
  if (directResponse !== undefined) return `answers ${directResponse.statusCode}`;
  if (redirect !== undefined) return 'redirects';
  const shares = (destination?.settings ?? []).map(({ weight, invalid, endpoints = [] }) => {
    const ready = endpoints.filter(({ draining }) => draining !== true);
    const none = invalid === true || ready.length === 0;
    // Envoy takes an endpoint that comes twice once
    const endpointTexts = new Set(ready.map(({ host, port }) => `${host}:${port}`));
    return `${weight} ${none ? 'none' : [...endpointTexts].join(' ')}`;
  });
  const [policy] = metadata?.policies ?? [];
  const by = policy === undefined ? '' : ` by ${policy.namespace}/${policy.name}`;
  return `${irBalancer(traffic?.loadBalancer)} to ${shares.join(' | ')}${by}`;
}

/** What the oracle's representation of a Gateway does. */
export function irEffect(ir: Record<string, unknown>): Effective {
  const found: Effective = new Map();
  for (const { name, routes = [] } of Object.values(ir).flatMap(
    (one) => (one as { http?: { name: string; routes?: IrRoute[] }[] }).http ?? [],
  )) {
    for (const route of routes) {
      const match = /^(http|grpc)route\/([^/]+)\/([^/]+)\/rule\/(\d+)\/match\/(-?\d+)\/(?!cors-preflight)/.exec(
        route.name,
      );
      if (match === null) continue;
      const [, kind, namespace, routeName, rule, index] = match;
      const place = `${kind === 'grpc' ? 'calls of ' : ''}${namespace}/${routeName}/${rule}/${Math.max(0, Number(index))}`;
      append(found, `${name} ${route.hostname}`, `${place}: ${irAction(route)}`);
    }
  }
  return found;
}

/**
 * Differences, as pairs of lines; a line of ours whose action is open only has to stand at the same place.
 * @param skipped `NAMESPACE/NAME/` of Gateways whose address cannot be given: we serve none of their listeners
 */
export function compareEffects(mine: Effective, wanted: Effective, skipped: readonly string[]): string[] {
  const found: string[] = [];
  for (const key of new Set([...mine.keys(), ...wanted.keys()])) {
    if (skipped.some((gateway) => key.startsWith(gateway))) continue;
    // several parentRefs may lead to one listener: the oracle then has everything as often
    const [ours, theirs] = [mine.get(key) ?? [], [...new Set(wanted.get(key))]];
    for (let index = 0; index < Math.max(ours.length, theirs.length); index++) {
      const [one = '-', other = '-'] = [ours[index], theirs[index]];
      const open = one.endsWith(': ?') && one.slice(0, -1) === other.slice(0, one.length - 1);
      // docs/decisions/0005: Envoy Gateway sends endpoints that are not ready along, and gives no answer of its own
      const unready = /: answers 50[03]$/.test(one) && / to \d+ none( \| \d+ none)*( by \S+)?$/.test(other);
      // routingType Service does not act
      const byAddress = / 10\.96\.\d+\.\d+:/.test(other);
      if (one !== other && !open && !unready && !byAddress) found.push(`${key}\n  oracle ${other}\n  ours   ${one}`);
    }
  }
  return found;
}
