import { binomialRange } from './binomial.ts';
import { expectedShares } from './expected-shares.ts';
import type { BalancedGroup } from './types.ts';

/** What happened in a window, each list by the index that `Balancer.pick` returns. */
export interface ShareInput {
  group: BalancedGroup;
  /** Requests sent to each endpoint. */
  counts: ArrayLike<number>;
  /** Median latency in milliseconds, null where unknown. */
  latencyMs: ArrayLike<number | null>;
  /** Requests in flight at the end of the window. */
  inFlight: ArrayLike<number>;
  /** Balancers that decide independently: workers times variants of the rule. */
  balancers: number;
}

/**
 * `on`: inside what chance allows. `off`: outside, and no cause is known. `design`: outside, and the algorithm explains it. `early`: inside,
 * but a deviation of a fifth could not be seen yet. `none`: no requests.
 */
export type ShareVerdict = 'on' | 'off' | 'design' | 'early' | 'none';

/** Why a deviation is by design: it is slower or faster than its peers, or what keys the requests have decides. */
type ShareCause = 'slow' | 'fast' | 'keys';

/** An endpoint or a locality against what it is due. Shares are 0..1. */
export interface ShareRow {
  requests: number;
  observed: number | null;
  expected: number;
  /** Where the share would end by chance, 95 % for all rows together; null where chance cannot be told from keys. */
  band: readonly [number, number] | null;
  difference: number | null;
  verdict: ShareVerdict;
  cause?: ShareCause;
  /** Requests that are missing before a deviation of a fifth could be seen; only with `early`. */
  more?: number;
}

/** All rows of a group in one window. */
export interface ShareRows {
  /** Requests that were sent to endpoints. */
  requests: number;
  endpoints: ShareRow[];
  localities: ShareRow[];
}

/** All rows of one table together are wrong in at most this part of the windows. */
const ALPHA = 0.05;
/** A deviation of this part of the expectation has to be visible before a row is called on share. */
const DETECTABLE = 0.2;

/** How far counts may stray by chance: of `draws`, a part `p` is drawn at random, and `slack` requests more may be missing or too many. */
interface Chance {
  draws: number;
  p: number;
  slack: number;
}

/**
 * Compares what each endpoint and locality got with what it is due. Random choices are binomial (Bonferroni over the rows), rotations
 * stray by one request for each independent balancer and by what is in flight.
 */
export function shareRows(input: ShareInput): ShareRows {
  const { group, counts, inFlight } = input;
  const expected = expectedShares(group);
  const localityOf = group.localities.flatMap((locality, i) => locality.endpoints.map(() => i));
  const localityCounts = group.localities.map(() => 0);
  const localityFlight = group.localities.map(() => 0);
  let requests = 0;
  let flying = 0;
  localityOf.forEach((locality, i) => {
    requests += counts[i] ?? 0;
    flying += inFlight[i] ?? 0;
    localityCounts[locality]! += counts[i] ?? 0;
    localityFlight[locality]! += inFlight[i] ?? 0;
  });
  // A request counts when it ends: those at both edges of the window may be missing here or there.
  const edge = (own: number, share: number): number => 2 * own + 2 * flying * share;
  const randomLocality = group.structure === 'weighted' && group.localities.length > 1;
  const several = group.localities.filter((locality) => locality.endpoints.length > 0).length > 1;

  const endpointChance = (i: number): Chance => {
    const share = expected.endpoints[i]!;
    const part = expected.localities[localityOf[i]!]!;
    const slack = edge(inFlight[i] ?? 0, share);
    if (group.loadBalancer.type === 'RoundRobin') {
      const rotation = slack + input.balancers * (several ? 2 : 1);
      // The locality is drawn, the endpoint inside it takes its turn.
      return randomLocality ? { draws: requests, p: part, slack: rotation } : { draws: 0, p: 0, slack: rotation };
    }
    if (randomLocality || part === 0) return { draws: requests, p: share, slack };
    return {
      draws: Math.round(requests * part),
      p: share / part,
      slack: slack + (several ? 2 * input.balancers : 0),
    };
  };
  const localityChance = (i: number): Chance => {
    const share = expected.localities[i]!;
    const slack = edge(localityFlight[i]!, share);
    return randomLocality
      ? { draws: requests, p: share, slack }
      : { draws: 0, p: 0, slack: slack + 2 * input.balancers };
  };
  const byKeys = group.loadBalancer.type === 'ConsistentHash';
  const turn = (i: number): number => {
    const part = expected.localities[localityOf[i]!]!;
    return group.loadBalancer.type === 'RoundRobin' && randomLocality && part > 0 ? expected.endpoints[i]! / part : 1;
  };
  const endpoints = judge(
    requests,
    expected.endpoints,
    (i) => counts[i] ?? 0,
    byKeys ? null : (i, of) => spread(endpointChance(i), of, turn(i)),
  );
  if (group.loadBalancer.type === 'LeastRequest') explainBySpeed(endpoints, input.latencyMs, localityOf);
  return {
    requests,
    endpoints,
    localities: judge(
      requests,
      expected.localities,
      (i) => localityCounts[i]!,
      byKeys ? null : (i, of) => spread(localityChance(i), of, 1),
    ),
  };
}

type Spread = (row: number, rows: number) => { below: number; above: number };

function spread({ draws, p, slack }: Chance, rows: number, part: number): { below: number; above: number } {
  const { low, high } = binomialRange(draws, p, ALPHA / rows);
  return { below: (draws * p - low) * part + slack, above: (high - draws * p) * part + slack };
}

function judge(
  requests: number,
  expected: readonly number[],
  countOf: (row: number) => number,
  spreadOf: Spread | null,
): ShareRow[] {
  const rows = Math.max(1, expected.filter((share) => share > 0).length);
  return expected.map((share, i): ShareRow => {
    const count = countOf(i);
    if (requests === 0)
      return { requests: 0, observed: null, expected: share, band: null, difference: null, verdict: 'none' };
    const observed = count / requests;
    const base = { requests: count, observed, expected: share, difference: observed - share };
    if (share === 0) return { ...base, band: [0, 0], verdict: count === 0 ? 'on' : 'off' };
    if (!spreadOf) {
      const far = Math.abs(observed - share) > DETECTABLE * share;
      return far ? { ...base, band: null, verdict: 'design', cause: 'keys' } : { ...base, band: null, verdict: 'on' };
    }
    const { below, above } = spreadOf(i, rows);
    const band = [Math.max(0, share - below / requests), Math.min(1, share + above / requests)] as const;
    const slackForRounding = 1e-9;
    if (observed < band[0] - slackForRounding || observed > band[1] + slackForRounding)
      return { ...base, band, verdict: 'off' };
    // Of a share of 1 nothing can be taken away or added.
    const reach = Math.max(below, above) / requests;
    if (share < 1 && reach > DETECTABLE * share)
      return { ...base, band, verdict: 'early', more: missing(requests, reach, DETECTABLE * share) };
    return { ...base, band, verdict: 'on' };
  });
}

/** Chance shrinks with the root of the count: that many more until `reach` is `wanted`. */
function missing(requests: number, reach: number, wanted: number): number {
  const exact = requests * ((reach / wanted) ** 2 - 1);
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, exact))) - 1);
  return Math.max(1, Math.ceil(exact / digits) * digits);
}

/** LeastRequest sends less to the slow and more to the rest: a deviation in that direction that latency can account for is its work. */
function explainBySpeed(
  rows: readonly ShareRow[],
  latencyMs: ArrayLike<number | null>,
  localityOf: readonly number[],
): void {
  rows.forEach((row, i) => {
    if (row.verdict !== 'off' || row.difference === null || row.expected === 0) return;
    const peers = rows.flatMap((other, j) => {
      const known = latencyMs[j];
      return localityOf[j] === localityOf[i] && known !== null && known !== undefined && other.requests > 0
        ? [known]
        : [];
    });
    const own = latencyMs[i];
    if (peers.length < 2 || own === null || own === undefined) return;
    const slowest = Math.max(...peers);
    const fastest = Math.max(Math.min(...peers), 1e-3);
    const deviation = Math.abs(row.difference) / row.expected;
    // What can be shed or taken is bounded by how far the speeds are apart.
    if (slowest / fastest - 1 < deviation / 2) return;
    const median = peers.sort((a, b) => a - b)[Math.floor(peers.length / 2)]!;
    if (row.difference < 0 && own > fastest && own >= median) Object.assign(row, { verdict: 'design', cause: 'slow' });
    if (row.difference > 0 && own < slowest && own <= median) Object.assign(row, { verdict: 'design', cause: 'fast' });
  });
}
