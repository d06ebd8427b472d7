import type { Endpoint, LoadBalancer } from '../../balancing/types.ts';
import type { BackendGroup, RequestMatch, RuleAction, Snapshot, SnapshotRule } from '../../routing/snapshot.ts';

/** A rule of tests: what a path prefix of every host leads to. */
export interface TestRule {
  path: string;
  action: RuleAction;
}

/** A group with one backendRef for each list of endpoints. */
export function group(
  loadBalancer: LoadBalancer,
  backends: Endpoint[][],
  weights: number[] = [],
  structure: BackendGroup['structure'] = 'localities',
): BackendGroup {
  return {
    loadBalancer,
    structure,
    backends: backends.map((endpoints, index) => ({
      index,
      ref: { kind: 'Service', namespace: 'default', name: `backend-${index}`, port: 80 },
      weight: weights[index] ?? 1,
      endpoints,
    })),
  };
}

export function forward(
  loadBalancer: LoadBalancer,
  ...backends: Endpoint[][]
): Extract<RuleAction, { type: 'forward' }> {
  return { type: 'forward', group: group(loadBalancer, backends) };
}

/** The action of a rule whose backends speak HTTP/2. */
export function h2c(loadBalancer: LoadBalancer, ...backends: Endpoint[][]): RuleAction {
  const made = group(loadBalancer, backends);
  return { type: 'forward', group: { ...made, backends: made.backends.map((one) => ({ ...one, protocol: 'h2c' })) } };
}

/** A snapshot of one gateway with one listener for every host. */
export function snapshotOf(
  rules: TestRule[],
  {
    address,
    port,
    revision = 1,
    mirrorLoopback = false,
  }: { address: string; port: number; revision?: number; mirrorLoopback?: boolean },
): Snapshot {
  const byId: Record<string, SnapshotRule> = {};
  const candidates = rules
    .toSorted((a, b) => b.path.length - a.path.length)
    .map(({ path, action }, index) => {
      const id = ruleId(path);
      byId[id] = { id, route: { kind: 'HTTPRoute', namespace: 'default', name: 'web' }, index, action };
      const match: RequestMatch = { path: { type: 'PathPrefix', value: path }, headers: [], queryParams: [] };
      return { ruleId: id, matchIndex: 0, match };
    });
  return {
    revision,
    gateways: [
      {
        namespace: 'default',
        name: 'eg',
        address,
        mirrorLoopback,
        ports: [
          {
            port,
            protocol: 'HTTP',
            listeners: [{ id: 'default/eg/http', name: 'http', virtualHosts: [{ hostname: '*', candidates }] }],
          },
        ],
      },
    ],
    rules: byId,
  };
}

/** Id of the rule of a path. */
export function ruleId(path: string): string {
  return `HTTPRoute/default/web${path}`;
}
