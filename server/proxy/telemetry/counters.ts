import { BUCKETS, bucketOf } from '../../contract/histogram.ts';

/** Most samples of unmatched requests in one report. */
const SAMPLES = 8;
/** Longest host or path in a sample. */
const SAMPLE_LENGTH = 256;
const CLASSES = 6;

/** Class of a status: 1..5, and 0 for none. */
function classOf(status: number): number {
  const hundreds = (status / 100) | 0;
  return hundreds >= 1 && hundreds <= 5 ? hundreds : 0;
}

function takeStatuses(statuses: Float64Array): number[] {
  const taken = Array.from(statuses);
  statuses.fill(0);
  return taken;
}

/** What was sent to one endpoint by one backendRef of one rule, since the last report. */
export class EndpointCounters {
  readonly ruleId: string;
  readonly backend: number;
  readonly endpoint: string;
  requests = 0;
  inFlight = 0;
  readonly statuses = new Float64Array(CLASSES);
  /** It is on the list of what the next report tells. */
  dirty = false;
  /** Made with the first request: most endpoints of a large configuration are idle. */
  private latency: Uint32Array | null = null;

  constructor(ruleId: string, backend: number, endpoint: string) {
    this.ruleId = ruleId;
    this.backend = backend;
    this.endpoint = endpoint;
  }

  /** Counts a request that is over. `status` 0: there was no answer. */
  count(status: number, us: number): void {
    this.requests++;
    this.statuses[classOf(status)]!++;
    this.latency ??= new Uint32Array(BUCKETS);
    this.latency[bucketOf(us)]!++;
  }

  takeStatuses(): number[] {
    return takeStatuses(this.statuses);
  }

  /** The histogram as pairs, and begins anew. */
  takeLatency(): [number, number][] {
    const pairs: [number, number][] = [];
    if (this.requests === 0 || this.latency === null) return pairs;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.latency[bucket]!;
      if (count !== 0) pairs.push([bucket, count]);
    }
    this.latency.fill(0);
    return pairs;
  }
}

/** Requests that one rule took since the last report. */
export class RuleCounters {
  readonly ruleId: string;
  requests = 0;
  readonly statuses = new Float64Array(CLASSES);
  dirty = false;
  private own: { status: number; reason: string; count: number }[] = [];

  constructor(ruleId: string) {
    this.ruleId = ruleId;
  }

  count(status: number): void {
    this.requests++;
    this.statuses[classOf(status)]!++;
  }

  /** Counts an answer that the proxy made itself. */
  countOwn(status: number, reason: string): void {
    for (const answer of this.own) {
      if (answer.status === status && answer.reason === reason) {
        answer.count++;
        return;
      }
    }
    this.own.push({ status, reason, count: 1 });
  }

  takeStatuses(): number[] {
    return takeStatuses(this.statuses);
  }

  takeOwn(): { status: number; reason: string; count: number }[] {
    const { own } = this;
    if (own.length > 0) this.own = [];
    return own;
  }
}

/** Requests that reached one listener since the last report. */
export class ListenerCounters {
  readonly listener: string;
  requests = 0;
  unmatched = 0;
  readonly statuses = new Float64Array(CLASSES);
  dirty = false;
  private samples: { host: string; path: string }[] = [];

  constructor(listener: string) {
    this.listener = listener;
  }

  count(status: number): void {
    this.requests++;
    this.statuses[classOf(status)]!++;
  }

  countUnmatched(host: string, path: string): void {
    this.unmatched++;
    if (this.samples.length === SAMPLES) this.samples.shift();
    this.samples.push({ host: host.slice(0, SAMPLE_LENGTH), path: path.slice(0, SAMPLE_LENGTH) });
  }

  takeStatuses(): number[] {
    return takeStatuses(this.statuses);
  }

  takeSamples(): { host: string; path: string }[] {
    const { samples } = this;
    if (samples.length > 0) this.samples = [];
    return samples;
  }
}
