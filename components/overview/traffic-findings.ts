import type { TrafficSample } from '../../server/contract/console.ts';
import type { ShareRow } from '../../server/balancing/shares.ts';
import { pageOf } from '../live/kinds.ts';
import { ruleBalances, type RuleBalance } from '../tables/balance.ts';
import { endpointTotals, latencyMs, within } from '../traffic/aggregate.ts';
import { count, duration, points } from '../traffic/format.ts';
import { scopeOfRule, type RuleView } from '../traffic/scope.ts';
import { codeOf, type Finding } from './finding.ts';
import { ruleName } from './snapshot-findings.ts';

interface Seen {
  samples: readonly TrafficSample[];
  /** Unix milliseconds: since the last change of routing, at most five minutes. */
  from: number;
  to: number;
  workers: number;
}

/**
 * What only traffic shows. A list that is looked at all day may not cry wolf: an endpoint counts as off its share when both halves of the time
 * say so, in the same direction, each by more than chance allows.
 */
export function trafficFindings(views: readonly RuleView[], { samples, from, to, workers }: Seen): Finding[] {
  const middle = from + (to - from) / 2;
  const first = byScope(ruleBalances(views, within(samples, from, middle), workers));
  const second = byScope(ruleBalances(views, within(samples, middle, to), workers));
  const off = ruleBalances(views, within(samples, from, to), workers).flatMap((whole) => {
    if (whole.flow.requests === 0) return [];
    const halves = [first.get(whole.view.scope), second.get(whole.view.scope)];
    const worst = worstRow(whole, halves);
    return worst === undefined ? [] : [offShare(whole, worst)];
  });
  return [...off, ...failingEndpoint(views, samples)];
}

function byScope(balances: readonly RuleBalance[]): Map<string, RuleBalance> {
  return new Map(balances.map((balance) => [balance.view.scope, balance]));
}

const strays = (row: ShareRow | undefined): boolean =>
  row !== undefined && (row.verdict === 'off' || (row.verdict === 'design' && row.cause !== 'keys'));

/** The endpoint that is furthest off in the whole and in both halves; one that only takes what another sheds is not it. */
function worstRow(whole: RuleBalance, halves: readonly (RuleBalance | undefined)[]): number | undefined {
  let worst: number | undefined;
  const rows = whole.rows?.endpoints ?? [];
  rows.forEach((row, i) => {
    const parts = halves.map((half) => half?.rows?.endpoints[i]);
    if (row.cause === 'fast' || ![row, ...parts].every(strays)) return;
    const sign = Math.sign(row.difference ?? 0);
    if (parts.some((part) => Math.sign(part?.difference ?? 0) !== sign)) return;
    if (worst === undefined || Math.abs(row.difference ?? 0) > Math.abs(rows[worst]?.difference ?? 0)) worst = i;
  });
  return worst;
}

function offShare(balance: RuleBalance, at: number): Finding {
  const { view, rows, endpoints } = balance;
  const row = rows?.endpoints[at];
  const names = view.backends.flatMap((backend) => backend.endpoints.map(({ endpoint }) => endpoint));
  const difference = row?.difference ?? 0;
  const slow = row?.cause === 'slow';
  const p95 = endpoints.map((own) => (own.requests === 0 ? null : latencyMs(own, 0.95)));
  const peers = p95.flatMap((ms, i) => (i === at || ms === null ? [] : [ms])).sort((a, b) => a - b);
  const speed = `p95 ${duration(p95[at] ?? null)} against ${duration(peers[Math.floor(peers.length / 2)] ?? null)} at its peers.`;
  return {
    ...view.rule.route,
    ...codeOf(slow ? 'offByDesign' : 'offShare'),
    id: `share|${view.scope}`,
    sentence: `sends ${points(Math.abs(difference)).slice(1)} ${difference < 0 ? 'less' : 'more'} to ${names[at]} in ${ruleName(view.rule)}`,
    evidence: slow
      ? `${speed} LeastRequest avoids slow endpoints: this is by design.`
      : `Both halves of the last minutes show it, over ${count(rows?.requests ?? 0)} requests. No cause is known. ${speed}`,
    link: { label: 'Open traffic', href: `/traffic?scope=${view.scope}` },
    since: '',
  };
}

/** Fewer failures than this are no pattern. */
const FEWEST = 10;

/** One endpoint with more than half of all failures, while it is not more than half of what there is. */
function failingEndpoint(views: readonly RuleView[], samples: readonly TrafficSample[]): Finding[] {
  const failures = new Map<string, { failed: number; key: string }>();
  const known = new Set<string>();
  let all = 0;
  for (const [key, { statuses }] of endpointTotals(samples)) {
    const endpoint = key.slice(key.lastIndexOf('|') + 1);
    known.add(endpoint);
    const failed = (statuses[0] ?? 0) + (statuses[5] ?? 0);
    all += failed;
    const before = failures.get(endpoint);
    if (before) before.failed += failed;
    else failures.set(endpoint, { failed, key });
  }
  const [worst] = [...failures].sort((a, b) => b[1].failed - a[1].failed);
  if (!worst || known.size < 2) return [];
  const [endpoint, { failed, key }] = worst;
  if (failed < FEWEST || failed * 2 <= all) return [];
  const [ruleId = '', position = '0'] = key.split('|');
  const view = views.find(({ scope }) => scope === scopeOfRule(ruleId));
  const backend = view?.backends[Number(position)];
  if (!view || !backend) return [];
  const { kind, namespace, name } = backend.ref;
  return [
    {
      kind,
      namespace,
      name,
      ...codeOf('failingEndpoint'),
      id: `failing|${endpoint}`,
      sentence: `has an endpoint that fails: ${endpoint}`,
      evidence: `${count(failed)} of ${count(all)} failures of the last minutes come from it (5xx or no answer).`,
      link: { label: 'Open endpoint', href: pageOf({ kind, namespace, name }) },
      since: '',
    },
  ];
}
