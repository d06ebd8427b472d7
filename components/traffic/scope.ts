import type { Snapshot, SnapshotBackend, SnapshotRule } from '../../server/routing/snapshot.ts';
import { endpointKey } from './aggregate.ts';
import { assignSlots } from './slots.ts';

/** One endpoint as a row of a share table. */
export interface EndpointView {
  /** Names it in charts and tables: unique within the view. */
  key: string;
  /** `IP:PORT`. */
  endpoint: string;
  /** Keys of the counters that add up to it (one for each variant of the rule). */
  counters: string[];
  /** 1..12 colour slot within the view, 0 for the grey rest. */
  slot: number;
  /** As its EndpointSlice says, '' without one. */
  zone: string;
}

/** One backendRef with its endpoints. */
export interface BackendView {
  key: string;
  index: number;
  ref: SnapshotBackend['ref'];
  weight: number;
  respond?: SnapshotBackend['respond'];
  slot: number;
  endpoints: EndpointView[];
}

/** A rule, with the variants that exist where the policy in force differs by listener. */
export interface RuleView {
  /** Scope text: `HTTPRoute/NAMESPACE/NAME/INDEX`. */
  scope: string;
  rule: SnapshotRule;
  ids: string[];
  /** `NAMESPACE/NAME`, and the rule's name or number. */
  title: { namespace: string; name: string; rule: string };
  backends: BackendView[];
}

/** The scope of a rule id: the id without its listener. */
export function scopeOfRule(ruleId: string): string {
  const at = ruleId.indexOf('@');
  return at < 0 ? ruleId : ruleId.slice(0, at);
}

/** `IP:PORT`, with brackets around IPv6. */
export function endpointText(endpoint: { address: string; port: number }): string {
  return endpoint.address.includes(':')
    ? `[${endpoint.address}]:${endpoint.port}`
    : `${endpoint.address}:${endpoint.port}`;
}

const known = new WeakMap<Snapshot, RuleView[]>();

/** All rules of a snapshot as views, in the order of their ids' numbers within a route. Made once, since several parts of a page ask. */
export function ruleViews(snapshot: Snapshot): RuleView[] {
  let views = known.get(snapshot);
  if (!views) known.set(snapshot, (views = viewsOf(snapshot)));
  return views;
}

function viewsOf(snapshot: Snapshot): RuleView[] {
  const byScope = new Map<string, SnapshotRule[]>();
  for (const rule of Object.values(snapshot.rules)) {
    const scope = scopeOfRule(rule.id);
    const variants = byScope.get(scope);
    if (variants) variants.push(rule);
    else byScope.set(scope, [rule]);
  }
  return [...byScope]
    .map(([scope, variants]) => viewOf(scope, variants))
    .sort(
      (a, b) =>
        compare(a.title.namespace, b.title.namespace) ||
        compare(a.title.name, b.title.name) ||
        a.rule.index - b.rule.index,
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function viewOf(scope: string, variants: SnapshotRule[]): RuleView {
  const rule = variants[0] as SnapshotRule;
  const ids = variants.map((variant) => variant.id);
  const group = rule.action.type === 'forward' ? rule.action.group : undefined;
  const backends = (group?.backends ?? []).map((backend, position): BackendView => ({
    key: `${scope}|${position}`,
    index: backend.index,
    ref: backend.ref,
    weight: backend.weight,
    ...(backend.respond ? { respond: backend.respond } : {}),
    slot: 0,
    endpoints: backend.endpoints.map((endpoint) => {
      const text = endpointText(endpoint);
      return {
        key: endpointKey(scope, position, text),
        endpoint: text,
        counters: ids.map((id) => endpointKey(id, position, text)),
        slot: 0,
        zone: endpoint.zone ?? '',
      };
    }),
  }));
  assignSlots(backends);
  assignSlots(backends.flatMap((backend) => backend.endpoints));
  return {
    scope,
    rule,
    ids,
    title: { namespace: rule.route.namespace, name: rule.route.name, rule: rule.name ?? `rule ${rule.index + 1}` },
    backends,
  };
}

/** What the scope in the URL chooses. */
export type Chosen =
  | { type: 'all' }
  | { type: 'rule'; view: RuleView }
  | { type: 'some'; views: RuleView[]; title: string }
  | { type: 'missing'; scope: string };

/**
 * Resolves a scope: '' or 'all', `HTTPRoute/NS/NAME`, `HTTPRoute/NS/NAME/INDEX`, or a listener `Gateway/NS/NAME/LISTENER`. A route with a
 * single rule is that rule.
 */
export function resolveScope(scope: string, views: RuleView[], snapshot: Snapshot): Chosen {
  if (scope === '' || scope === 'all') return { type: 'all' };
  const exact = views.find((view) => view.scope === scope);
  if (exact) return { type: 'rule', view: exact };
  const [kind, namespace, name, listener] = scope.split('/');
  if (kind === 'Gateway') {
    const ids = new Set<string>();
    for (const gateway of snapshot.gateways) {
      if (gateway.namespace !== namespace || gateway.name !== name) continue;
      for (const port of gateway.ports)
        for (const entry of port.listeners)
          if (listener === undefined || entry.name === listener)
            for (const host of entry.virtualHosts) for (const candidate of host.candidates) ids.add(candidate.ruleId);
    }
    const some = views.filter((view) => view.ids.some((id) => ids.has(id)));
    if (some.length === 0) return { type: 'missing', scope };
    return {
      type: 'some',
      views: some,
      title: listener === undefined ? `${namespace}/${name}` : `${namespace}/${name} ${listener}`,
    };
  }
  const some = views.filter((view) => view.scope.startsWith(`${scope}/`));
  const [only] = some;
  if (!only) return { type: 'missing', scope };
  return some.length === 1
    ? { type: 'rule', view: only }
    : { type: 'some', views: some, title: `${namespace}/${name}` };
}
