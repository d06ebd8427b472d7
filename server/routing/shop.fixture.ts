import type { RequestMatch, Snapshot, SnapshotListener, SnapshotRule } from './snapshot.ts';

/** The first rule of HTTPRoute shop/`route`, which the proxy answers itself. */
export function shopRule(route: string, more: Pick<SnapshotRule, 'name' | 'policy'> = {}): SnapshotRule {
  return {
    id: `HTTPRoute/shop/${route}/0`,
    route: { kind: 'HTTPRoute', namespace: 'shop', name: route },
    index: 0,
    ...more,
    action: { type: 'respond', status: 503, reason: 'no backend' },
  };
}

/** A match of all paths below `prefix`. */
export function below(prefix: string, headers: RequestMatch['headers'] = []): RequestMatch {
  return { path: { type: 'PathPrefix', value: prefix }, headers, queryParams: [] };
}

/**
 * What the proxy serves where Gateway shop/eg has a listener http on port 80 for one host.
 * @param rules each with the match by which it is reached, in order of precedence
 * @param others further listeners of the port
 */
export function shopSnapshot(
  hostname: string,
  rules: readonly { rule: SnapshotRule; match: RequestMatch }[],
  others: readonly SnapshotListener[] = [],
): Snapshot {
  const candidates = rules.map(({ rule, match }) => ({ ruleId: rule.id, matchIndex: 0, match }));
  return {
    revision: 1,
    rules: Object.fromEntries(rules.map(({ rule }) => [rule.id, rule])),
    gateways: [
      {
        namespace: 'shop',
        name: 'eg',
        address: '127.77.0.1',
        mirrorLoopback: true,
        ports: [
          {
            port: 80,
            protocol: 'HTTP',
            listeners: [{ id: 'shop/eg/http', name: 'http', virtualHosts: [{ hostname, candidates }] }, ...others],
          },
        ],
      },
    ],
  };
}
