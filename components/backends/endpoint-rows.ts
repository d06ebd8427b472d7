import { shareRows, type ShareRow } from '../../server/balancing/shares.ts';
import { addTotals, emptyTotals, latencyMs, type Totals } from '../traffic/aggregate.ts';
import { assignSlots } from '../traffic/slots.ts';
import { endpointText } from '../traffic/scope.ts';
import { groupOf } from '../tables/balance.ts';
import type { EndpointFacts } from './backend-facts.ts';
import type { RuleUse } from './usage.ts';

/** An endpoint of a backend with what it got. Shares are within the backend. */
export interface EndpointRow {
  endpoint: string;
  /** From the EndpointSlice; null when only the proxy still knows it. */
  facts: EndpointFacts | null;
  slot: number;
  totals: Totals;
  observed: number | null;
  /** Null when no rule sends to the backend. */
  expected: number | null;
  /** Against chance; only where a single rule is looked at. */
  share: ShareRow | null;
}

/** What one rule should send to each endpoint of the backend, and whether it does. By `IP:PORT`. */
function sharesOfUse(use: RuleUse, workers: number): Map<string, ShareRow> {
  const { view } = use.balance;
  const group = groupOf(view);
  if (!group) return new Map();
  const localities = use.positions.flatMap((position) => group.backends[position] ?? []);
  const names = localities.flatMap(({ endpoints }) => endpoints.map(endpointText));
  const totals = names.map((name) => use.endpoints.get(name) ?? emptyTotals());
  const rows = shareRows({
    group: { loadBalancer: group.loadBalancer, structure: 'localities', localities },
    counts: totals.map(({ requests }) => requests),
    latencyMs: totals.map((own) => (own.requests === 0 ? null : latencyMs(own, 0.5))),
    inFlight: totals.map(({ inFlight }) => inFlight),
    balancers: Math.max(1, workers) * view.ids.length,
  });
  return new Map(names.flatMap((name, i) => (rows.endpoints[i] ? [[name, rows.endpoints[i]] as const] : [])));
}

/**
 * Rows in the order of the addresses. Several rules are added up: what is due is weighted by what each of them sent, evenly without
 * traffic.
 */
export function endpointRows(
  facts: readonly EndpointFacts[],
  uses: readonly RuleUse[],
  workers: number,
): EndpointRow[] {
  const shares = uses.map((use) => sharesOfUse(use, workers));
  const sent = uses.reduce((sum, use) => sum + use.totals.requests, 0);
  const known = new Set(facts.map(({ endpoint }) => endpoint));
  const gone = new Set(uses.flatMap((use) => [...use.endpoints.keys()]).filter((endpoint) => !known.has(endpoint)));
  const rows = [...facts, ...gone].map((entry): EndpointRow => {
    const endpoint = typeof entry === 'string' ? entry : entry.endpoint;
    const totals = emptyTotals();
    let expected = 0;
    uses.forEach((use, i) => {
      const own = use.endpoints.get(endpoint);
      if (own) addTotals(totals, own);
      const weight = sent === 0 ? 1 / uses.length : use.totals.requests / sent;
      expected += (shares[i]?.get(endpoint)?.expected ?? 0) * weight;
    });
    return {
      endpoint,
      facts: typeof entry === 'string' ? null : entry,
      slot: 0,
      totals,
      observed: sent === 0 ? null : totals.requests / sent,
      expected: uses.length === 0 ? null : expected,
      share: uses.length === 1 ? (shares[0]?.get(endpoint) ?? null) : null,
    };
  });
  assignSlots(rows);
  return rows;
}
