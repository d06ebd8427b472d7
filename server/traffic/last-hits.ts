import type { TrafficSample } from '../contract/console.ts';

/** Rules that are remembered, and twice as many before the oldest go. */
const MOST_RULES = 50_000;

/** When each rule had its newest request. */
export class LastHits {
  private hits = new Map<string, number>();

  /** Takes samples in any order. */
  note({ at, rules }: TrafficSample): void {
    for (const { ruleId, requests } of rules) {
      if (requests > 0 && at > (this.hits.get(ruleId) ?? 0)) this.hits.set(ruleId, at);
    }
    if (this.hits.size > 2 * MOST_RULES) {
      const newest = [...this.hits].sort((a, b) => b[1] - a[1]).slice(0, MOST_RULES);
      this.hits = new Map(newest);
    }
  }

  /** Unix milliseconds by rule id, of those that were hit after `from`. */
  since(from: number): Record<string, number> {
    return Object.fromEntries([...this.hits].filter(([, at]) => at > from));
  }
}
