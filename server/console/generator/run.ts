import { randomUUID } from 'node:crypto';
import type { GeneratorRequest, GeneratorRun } from '../../contract/console.ts';
import { BUCKETS, bucketOf, quantile } from '../../contract/histogram.ts';
import { GrpcSender, HttpSender, type Sender, type Target } from './senders.ts';
import { compileTemplate, seededRandom, type Template, type TemplateSource } from './template.ts';

const TICK_MS = 5;
/** Progress is told four times a second. */
const PROGRESS_MS = 250;
/** A run in which nothing was answered for this long ends. */
const ALL_ERRORS_MS = 5_000;
/** What is still unanswered this long after the last request was sent counts as an error. */
const ANSWER_MS = 30_000;

/**
 * One run of requests, open loop: requests become due by the clock, whether or not earlier ones were answered; those that find
 * `concurrency` others in flight wait for their turn.
 */
export class Run {
  readonly id = randomUUID();
  private readonly request: GeneratorRequest;
  private readonly rule: string | null;
  private readonly sender: Sender;
  private readonly path: Template;
  private readonly headers: { name: string; value: Template }[];
  private readonly random: () => number;
  private readonly onProgress: (run: GeneratorRun) => void;
  private readonly latency = new Uint32Array(BUCKETS);
  private readonly statuses = [0, 0, 0, 0, 0, 0];
  private readonly startedAt = Date.now();
  private readonly begun = performance.now();
  private readonly timers: NodeJS.Timeout[] = [];
  private state: GeneratorRun['state'] = 'running';
  private reason: string | null = null;
  private lastError = '';
  private sent = 0;
  private answered = 0;
  private inFlight = 0;
  private failingSince: number | null = null;
  private sendingEnded: number | null = null;
  private ended: number | null = null;

  /** @param rule id of the rule that takes its requests */
  constructor(request: GeneratorRequest, rule: string | null, target: Target, onProgress: (run: GeneratorRun) => void) {
    this.request = request;
    this.rule = rule;
    this.onProgress = onProgress;
    this.sender = request.protocol === 'grpc' ? new GrpcSender(target) : new HttpSender(target, request.concurrency);
    this.path = compileTemplate(request.path);
    this.headers = request.headers.map(({ name, value }) => ({ name, value: compileTemplate(value) }));
    this.random = seededRandom(request.seed);
    this.timers.push(setInterval(() => this.tick(), TICK_MS));
    this.timers.push(setInterval(() => this.onProgress(this.progress()), PROGRESS_MS));
    this.tick();
  }

  get running(): boolean {
    return this.state === 'running';
  }

  progress(): GeneratorRun {
    const milliseconds = (q: number): number | null => {
      const us = quantile(this.latency, q);
      return us === null ? null : us / 1_000;
    };
    return {
      id: this.id,
      request: this.request,
      rule: this.rule,
      state: this.state,
      reason: this.reason,
      startedAt: this.startedAt,
      elapsed: ((this.ended ?? performance.now()) - this.begun) / 1_000,
      sent: this.sent,
      answered: this.answered,
      statuses: [...this.statuses],
      p50Ms: milliseconds(0.5),
      p95Ms: milliseconds(0.95),
    };
  }

  /** Ends the run; requests in flight are cut off. */
  stop(): void {
    this.finish('stopped', null);
  }

  private tick(): void {
    const elapsed = performance.now() - this.begun;
    const byTime = Math.floor((elapsed * this.request.rate) / 1_000) + 1;
    const limit = this.request.count ?? Math.ceil(this.request.duration * this.request.rate);
    const due = Math.min(byTime, limit) - this.sent;
    const timeIsUp = this.request.count === undefined && elapsed >= this.request.duration * 1_000;
    if (!timeIsUp) {
      for (let i = Math.min(due, this.request.concurrency - this.inFlight); i > 0; i--) this.send();
    }
    if (timeIsUp || this.sent >= limit) {
      this.sendingEnded ??= performance.now();
      if (this.inFlight === 0) this.finish('done', null);
      else if (performance.now() - this.sendingEnded > ANSWER_MS) {
        this.finish('failed', `${this.inFlight} requests were not answered within ${ANSWER_MS / 1_000} s`);
      }
    }
    if (this.failingSince !== null && performance.now() - this.failingSince > ALL_ERRORS_MS) {
      this.finish('failed', `no request was answered for ${ALL_ERRORS_MS / 1_000} s: ${this.lastError}`);
    }
  }

  private send(): void {
    const source: TemplateSource = { sequence: this.sent, random: this.random };
    this.sent++;
    this.inFlight++;
    const start = performance.now();
    let settled = false;
    const settle = (status: number | null, error: string): void => {
      if (settled || !this.running) return;
      settled = true;
      this.inFlight--;
      const index = status === null ? 0 : Math.floor(status / 100);
      this.statuses[index] = (this.statuses[index] ?? 0) + 1;
      if (status === null) {
        this.lastError = error;
        this.failingSince ??= performance.now();
        return;
      }
      this.failingSince = null;
      this.answered++;
      const bucket = bucketOf((performance.now() - start) * 1_000);
      this.latency[bucket] = (this.latency[bucket] ?? 0) + 1;
    };
    const headers = this.headers.flatMap(({ name, value }) => [name, value(source)]);
    const { method, host } = this.request;
    const path = encodeURI(this.path(source)).replaceAll('%25', '%');
    this.sender.send({ method, host, path, headers, timeout: ANSWER_MS }, settle);
  }

  private finish(state: GeneratorRun['state'], reason: string | null): void {
    if (!this.running) return;
    this.state = state;
    this.reason = reason;
    this.ended = performance.now();
    for (const timer of this.timers) clearInterval(timer);
    this.sender.close();
    this.onProgress(this.progress());
  }
}
