/*
 * How long it takes to find the rules that never win.
 *
 *     node bench/never-wins.ts [--rules 2000]
 *
 * Milliseconds for one snapshot of so many rules, each with a match of its own: the first time, and again while all hosts stand, as after a
 * change of another host. It is asked for with the snapshot, so that a change is live without it.
 */
import { parseArgs } from 'node:util';
import { comparePrecedence } from '../server/routing/precedence.ts';
import { shadowedRules } from '../server/routing/shadowed.ts';
import type { RequestMatch } from '../server/routing/snapshot.ts';
import { matchOf, snapshotOf, type HostSpec } from '../server/routing/testing/snapshots.ts';

const { values: options } = parseArgs({ options: { rules: { type: 'string', default: '2000' } } });
const RULES = Number(options.rules);

function many(make: (place: number) => RequestMatch): RequestMatch[] {
  return Array.from({ length: RULES }, (_, ruleIndex) => ({
    match: make(ruleIndex),
    ruleIndex,
    matchIndex: 0,
    created: '',
    namespace: '',
    name: '',
  }))
    .sort(comparePrecedence)
    .map(({ match }) => match);
}

const path = (type: RequestMatch['path']['type'], value: string): RequestMatch => matchOf({ path: { type, value } });
const one = (make: (place: number) => RequestMatch): HostSpec[] => [{ host: 'a.b', matches: many(make) }];
const worlds: Record<string, HostSpec[]> = {
  'a host each': Array.from({ length: RULES }, (_, i) => ({
    host: `h${i}.example.com`,
    matches: [path('PathPrefix', `/r${i}`)],
  })),
  'one host, a prefix each': one((i) => path('PathPrefix', `/r/${i}/x`)),
  'one host, an expression each': one((i) => path('RegularExpression', `/r/${i}/[a-z]+`)),
  'one host, expressions and prefixes': one((i) =>
    i % 2 === 0 ? path('RegularExpression', `/r/${i}/.*`) : path('PathPrefix', `/r/${i}`),
  ),
  'one host, one path, a header each': one((i) =>
    matchOf({ headers: [{ type: 'Exact', name: 'x', value: String(i) }] }),
  ),
};

for (const [name, hosts] of Object.entries(worlds)) {
  const snapshot = snapshotOf(hosts);
  const measure = (): string => {
    const from = performance.now();
    shadowedRules(snapshot);
    return (performance.now() - from).toFixed(1);
  };
  console.log(`${name}: ${measure()} ms, again ${measure()} ms`);
}
