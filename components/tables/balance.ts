import type { TrafficSample } from '../../server/contract/console.ts';
import {
  expectedShares,
  ruleVerdict,
  shareRows,
  type ExpectedShares,
  type RuleVerdict,
  type ShareRows,
} from '../../server/balancing/shares.ts';
import type { BackendGroup } from '../../server/routing/snapshot.ts';
import type { RailSegment } from '../share/Rails.tsx';
import {
  addTotals,
  emptyTotals,
  endpointTotals,
  latencyMs,
  ruleTotals,
  type RuleTotals,
  type Totals,
} from '../traffic/aggregate.ts';
import type { RuleView } from '../traffic/scope.ts';
import { assignSlots } from '../traffic/slots.ts';
import { coveredSeconds, type Flow } from './listener-traffic.ts';

/** A rule in a window: what it got, who got it, and whether that is as it should be. */
export interface RuleBalance {
  view: RuleView;
  /** All requests of the rule, those that the proxy answered itself included. */
  flow: Flow;
  /** Sums over its endpoints. */
  totals: Totals;
  /** Sums by endpoint, in manifest order. */
  endpoints: Totals[];
  /** What is due; null for a rule that forwards nothing. */
  expected: ExpectedShares | null;
  /** Null for a rule that forwards nothing. */
  rows: ShareRows | null;
  verdict: RuleVerdict | null;
}

/** What a rule forwards to, null when the proxy answers itself. */
export function groupOf(view: RuleView): BackendGroup | null {
  return view.rule.action.type === 'forward' ? view.rule.action.group : null;
}

function balanced(group: BackendGroup) {
  return { loadBalancer: group.loadBalancer, structure: group.structure, localities: group.backends };
}

const expectations = new WeakMap<BackendGroup, ExpectedShares>();

/** What each endpoint of a group is due; computed once for each snapshot, since a hash table is large. */
function expectedOf(group: BackendGroup): ExpectedShares {
  let known = expectations.get(group);
  if (!known) expectations.set(group, (known = expectedShares(balanced(group))));
  return known;
}

type Figures = Omit<RuleBalance, 'view' | 'flow'>;

/** Figures of rules without traffic: they say the same until the snapshot changes. */
const quiet = new WeakMap<RuleView, { workers: number; figures: Figures }>();

/** The balance of a rule without traffic. Most of thousands of rules are quiet and out of sight: figures are made when one is looked at. */
class QuietBalance implements RuleBalance {
  readonly view: RuleView;
  readonly flow: Flow;
  readonly #workers: number;

  constructor(view: RuleView, seconds: number, workers: number) {
    this.view = view;
    this.flow = { requests: 0, failed: 0, seconds };
    this.#workers = workers;
  }

  get totals(): Totals {
    return this.#figures.totals;
  }
  get endpoints(): Totals[] {
    return this.#figures.endpoints;
  }
  get expected(): ExpectedShares | null {
    const group = groupOf(this.view);
    return group && expectedOf(group);
  }
  get rows(): ShareRows | null {
    return this.#figures.rows;
  }
  get verdict(): RuleVerdict | null {
    return this.#figures.verdict;
  }

  get #figures(): Figures {
    const known = quiet.get(this.view);
    if (known?.workers === this.#workers) return known.figures;
    const figures = balanceOf(this.view, { byEndpoint: new Map(), byRule: new Map(), seconds: 1 }, this.#workers);
    quiet.set(this.view, { workers: this.#workers, figures });
    return figures;
  }
}

/** The balance of every rule over the same samples. `workers` decide independently. */
export function ruleBalances(
  views: readonly RuleView[],
  samples: readonly TrafficSample[],
  workers: number,
): RuleBalance[] {
  const byEndpoint = endpointTotals(samples);
  const byRule = ruleTotals(samples);
  const seconds = coveredSeconds(samples);
  const busy = new Set(byRule.keys());
  for (const key of byEndpoint.keys()) busy.add(key.slice(0, key.indexOf('|')));
  return views.map((view) =>
    view.ids.some((id) => busy.has(id))
      ? balanceOf(view, { byEndpoint, byRule, seconds }, workers)
      : new QuietBalance(view, seconds, workers),
  );
}

interface Counted {
  byEndpoint: ReadonlyMap<string, Totals>;
  byRule: ReadonlyMap<string, RuleTotals>;
  seconds: number;
}

function balanceOf(view: RuleView, { byEndpoint, byRule, seconds }: Counted, workers: number): RuleBalance {
  const totals = emptyTotals();
  const names: string[] = [];
  const endpoints = view.backends.flatMap((backend) =>
    backend.endpoints.map((endpoint) => {
      names.push(endpoint.endpoint);
      const own = emptyTotals();
      for (const key of endpoint.counters) {
        const counted = byEndpoint.get(key);
        if (counted) addTotals(own, counted);
      }
      addTotals(totals, own);
      return own;
    }),
  );
  const flow: Flow = { requests: 0, failed: 0, seconds };
  for (const id of view.ids) {
    const rule = byRule.get(id);
    flow.requests += rule?.requests ?? 0;
    flow.failed += (rule?.statuses[0] ?? 0) + (rule?.statuses[5] ?? 0);
  }
  flow.requests = Math.max(flow.requests, totals.requests);
  const group = groupOf(view);
  if (!group) return { view, flow, totals, endpoints, expected: null, rows: null, verdict: null };
  const latency = endpoints.map((own) => (own.requests === 0 ? null : latencyMs(own, 0.5)));
  const rows = shareRows({
    group: balanced(group),
    counts: endpoints.map((own) => own.requests),
    latencyMs: latency,
    inFlight: endpoints.map((own) => own.inFlight),
    balancers: Math.max(1, workers) * view.ids.length,
  });
  const verdict = ruleVerdict({ rows, loadBalancer: group.loadBalancer, names, latencyMs: latency, workers });
  return { view, flow, totals, endpoints, expected: expectedOf(group), rows, verdict };
}

/**
 * The rails of one or several rules: backends where there are several, else endpoints, since one picture shows one level. What is due is
 * weighted by what each rule got, evenly without traffic.
 */
export function railSegments(balances: readonly RuleBalance[]): RailSegment[] {
  const forwarding = balances.filter((balance) => balance.expected !== null);
  const refs = new Set(forwarding.flatMap(({ view }) => view.backends.map(({ ref }) => refText(ref))));
  const byBackend = refs.size > 1;
  const sent = forwarding.reduce((sum, { totals }) => sum + totals.requests, 0);
  const segments = new Map<string, RailSegment>();
  for (const { view, totals, endpoints, expected } of forwarding) {
    const weight = sent === 0 ? 1 / forwarding.length : totals.requests / sent;
    let next = 0;
    view.backends.forEach((backend, position) => {
      const rows = backend.endpoints.map((endpoint) => ({ endpoint, at: next++ }));
      if (byBackend) {
        const got = rows.reduce((sum, { at }) => sum + (endpoints[at]?.requests ?? 0), 0);
        put(segments, refText(backend.ref), got, (expected?.localities[position] ?? 0) * weight);
      } else
        for (const { endpoint, at } of rows)
          put(segments, endpoint.endpoint, endpoints[at]?.requests ?? 0, (expected?.endpoints[at] ?? 0) * weight);
    });
  }
  const all = [...segments.values()];
  assignSlots(all);
  return all;
}

function refText(ref: { namespace: string; name: string; port: number }): string {
  return `${ref.namespace}/${ref.name}:${ref.port}`;
}

function put(into: Map<string, RailSegment>, name: string, got: number, expected: number): void {
  const known = into.get(name);
  if (known) {
    known.got += got;
    known.expected += expected;
  } else into.set(name, { name, got, expected, slot: 0 });
}
