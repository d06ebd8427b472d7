import type { ShareRow, ShareRows, ShareVerdict } from './share-rows.ts';
import type { LoadBalancer } from './types.ts';

/** Made once: `toLocaleString` makes one for each number, which is a third of the work of opening a list of 2,000 rules. */
const COUNTS = new Intl.NumberFormat('en-US');

/** What is said of a whole rule. */
export interface RuleVerdict {
  verdict: ShareVerdict;
  /** One sentence. */
  title: string;
  /** The figures behind it. */
  evidence: string;
  /** Index of the endpoint that it is about, where it is about one. */
  endpoint?: number;
}

/** What the words need besides the rows. */
export interface VerdictInput {
  rows: ShareRows;
  loadBalancer: LoadBalancer;
  /** `IP:PORT` by the index that `Balancer.pick` returns. */
  names: readonly string[];
  /** Median latency in milliseconds by the same index. */
  latencyMs: ArrayLike<number | null>;
  /** Workers that decide independently. */
  workers: number;
}

/** The verdict of a rule in words: the worst endpoint decides. */
export function ruleVerdict(input: VerdictInput): RuleVerdict {
  const { rows, names } = input;
  const { requests, endpoints } = rows;
  const due = endpoints.filter((row) => row.expected > 0);
  if (due.length === 0) {
    return {
      verdict: requests === 0 ? 'none' : 'off',
      title: 'No endpoint can take a request.',
      evidence: 'Every request of this rule is answered by the proxy itself.',
    };
  }
  if (requests === 0)
    return {
      verdict: 'none',
      title: 'No traffic in this window.',
      evidence: `The marks show what each of ${count(due.length, 'endpoint')} is due.`,
    };
  const worst = (verdict: ShareVerdict): number => {
    let found = -1;
    endpoints.forEach((row, i) => {
      if (row.verdict !== verdict) return;
      if (found < 0 || Math.abs(row.difference ?? 0) > Math.abs(endpoints[found]!.difference ?? 0)) found = i;
    });
    return found;
  };
  const off = worst('off');
  if (off >= 0) {
    const row = endpoints[off]!;
    return {
      verdict: 'off',
      title: `${names[off]} gets ${percent(row.observed ?? 0)} where ${percent(row.expected)} is due. This is more than chance.`,
      evidence: `Of ${number(requests)} requests chance would stay between ${percent(row.band?.[0] ?? 0)} and ${percent(row.band?.[1] ?? 0)}. The cause is not known.`,
      endpoint: off,
    };
  }
  const design = worst('design');
  if (design >= 0) return byDesign(input, endpoints[design]!, design);
  const early = worst('early');
  if (early >= 0) {
    const more = Math.max(...endpoints.map((row) => row.more ?? 0));
    return {
      verdict: 'early',
      title: 'Too early to tell.',
      evidence: `Nothing stands out in ${count(requests, 'request')}; ${number(more)} more would show a deviation of a fifth.`,
    };
  }
  if (due.length === 1) {
    return {
      verdict: 'on',
      title: `${names[endpoints.findIndex((row) => row.expected > 0)]} takes all requests.`,
      evidence: `It is the only endpoint of this rule; ${count(requests, 'request')} in this window.`,
    };
  }
  const far = Math.max(...endpoints.map((row) => Math.abs(row.difference ?? 0)));
  return {
    verdict: 'on',
    title: 'Traffic is balanced.',
    evidence:
      far < 0.0005
        ? `Each of ${count(due.length, 'endpoint')} has the share that it is due, over ${count(requests, 'request')}.`
        : `All ${count(due.length, 'endpoint')} stay within ${points(far)} of what they are due, over ${count(requests, 'request')}; chance allows that.`,
  };
}

function byDesign(input: VerdictInput, row: ShareRow, endpoint: number): RuleVerdict {
  const { rows, names, latencyMs, loadBalancer } = input;
  const title = `${names[endpoint]} gets ${percent(row.observed ?? 0)} where ${percent(row.expected)} is expected. This is real, and it is by design.`;
  if (row.cause === 'keys') {
    const used = rows.endpoints.filter((other) => other.requests > 0).length;
    const what = loadBalancer.type === 'ConsistentHash' ? keyWords(loadBalancer.inputs) : 'key';
    return {
      verdict: 'design',
      title,
      evidence: `ConsistentHash sends the same ${what} to the same endpoint: what the requests carry decides, not a turn. ${count(used, 'endpoint')} of ${rows.endpoints.length} got requests; few or uneven values show like this.`,
      endpoint,
    };
  }
  const own = latencyMs[endpoint] ?? null;
  const peers = rows.endpoints.flatMap((_, i) => {
    const known = latencyMs[i];
    return i !== endpoint && known !== null && known !== undefined ? [known] : [];
  });
  const peer = peers.sort((a, b) => a - b)[Math.floor(peers.length / 2)] ?? null;
  const speed = own === null || peer === null ? '' : ` It answers in ${ms(own)} at p50, its peers in ${ms(peer)}.`;
  return {
    verdict: 'design',
    title,
    evidence:
      row.cause === 'slow'
        ? `Of ${number(rows.requests)} requests chance would explain less.${speed} It has more requests in flight, so LeastRequest picks it less often, and the others share what it sheds.`
        : `Of ${number(rows.requests)} requests chance would explain less.${speed} It has fewer requests in flight, so LeastRequest picks it more often.`,
    endpoint,
  };
}

function keyWords(inputs: Extract<LoadBalancer, { type: 'ConsistentHash' }>['inputs']): string {
  const words = inputs.map((input) =>
    input.type === 'SourceIP'
      ? 'source IP'
      : input.type === 'Header'
        ? `header ${input.name}`
        : input.type === 'Cookie'
          ? `cookie ${input.name}`
          : `query parameter ${input.name}`,
  );
  return words.join(' and ');
}

/** A row's verdict in a few words, as it stands behind the figures. */
export function rowWords(row: ShareRow): string {
  switch (row.verdict) {
    case 'none':
      return 'no traffic';
    case 'early':
      return `${number(row.more ?? 0)} more would tell`;
    case 'on':
      return row.difference !== null && Math.abs(row.difference) >= 0.0005
        ? `${signed(row.difference)}, noise`
        : 'on share';
    case 'off':
      return row.expected === 0 ? 'not expected here' : 'cause unknown';
    case 'design':
      return row.cause === 'keys' ? 'keys decide' : `${row.cause}, by design`;
  }
}

function number(value: number): string {
  return COUNTS.format(value);
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function points(share: number): string {
  return `${(share * 100).toFixed(1)} pp`;
}

function signed(difference: number): string {
  return `${difference < 0 ? '\u2212' : '+'}${points(Math.abs(difference))}`;
}

function ms(value: number): string {
  return value >= 10 ? `${value.toFixed(0)} ms` : `${value.toFixed(1)} ms`;
}
