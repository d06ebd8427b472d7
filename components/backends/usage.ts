import { addTotals, emptyTotals, type Totals } from '../traffic/aggregate.ts';
import type { RuleBalance } from '../tables/balance.ts';

/** A rule that sends to a backend, and what it sent. */
export interface RuleUse {
  balance: RuleBalance;
  /** Positions of its backendRefs in the rule. */
  positions: number[];
  /** Sums by `IP:PORT`. */
  endpoints: Map<string, Totals>;
  totals: Totals;
  /** Share of the rule that is due to the backend, 0..1. */
  expected: number;
  /** Sum of its weights, and of all weights of the rule. */
  weight: number;
  weights: number;
}

/** Who sends to a backend. */
export interface Usage {
  rules: RuleUse[];
  /** Sums over all rules. */
  totals: Totals;
}

/** Names a backend among those that rules send to. */
export function backendName(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** Balances by `backendName`, so that a list of thousands does not look through all rules for each of them. */
export function byBackend(balances: readonly RuleBalance[]): Map<string, RuleBalance[]> {
  const found = new Map<string, RuleBalance[]>();
  for (const balance of balances) {
    const names = new Set(balance.view.backends.map(({ ref }) => backendName(ref.kind, ref.namespace, ref.name)));
    for (const name of names) {
      const known = found.get(name);
      if (known) known.push(balance);
      else found.set(name, [balance]);
    }
  }
  return found;
}

/** The rules that send to a backend, in the order of the routes' names. */
export function usersOf(kind: string, namespace: string, name: string, balances: readonly RuleBalance[]): Usage {
  const usage: Usage = { rules: [], totals: emptyTotals() };
  for (const balance of balances) {
    const { view, endpoints, expected } = balance;
    const use: RuleUse = {
      balance,
      positions: [],
      endpoints: new Map(),
      totals: emptyTotals(),
      expected: 0,
      weight: 0,
      weights: 0,
    };
    let next = 0;
    view.backends.forEach((backend, position) => {
      const { ref } = backend;
      const own = ref.kind === kind && ref.namespace === namespace && ref.name === name;
      use.weights += backend.weight;
      if (own) {
        use.positions.push(position);
        use.weight += backend.weight;
        use.expected += expected?.localities[position] ?? 0;
      }
      for (const endpoint of backend.endpoints) {
        const totals = endpoints[next++];
        if (!own || !totals) continue;
        addTotals(use.totals, totals);
        const known = use.endpoints.get(endpoint.endpoint);
        use.endpoints.set(endpoint.endpoint, addTotals(known ?? emptyTotals(), totals));
      }
    });
    if (use.positions.length === 0) continue;
    usage.rules.push(use);
    addTotals(usage.totals, use.totals);
  }
  return usage;
}
