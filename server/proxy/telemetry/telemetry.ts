import type { Deltas, EndpointDelta, ListenerDelta, RuleDelta } from '../../contract/control.ts';
import { EndpointCounters, ListenerCounters, RuleCounters } from './counters.ts';
import { OwnWork } from './own-work.ts';

/**
 * The counters of a worker. They live as long as a rule names them, over snapshots, so that a gauge goes down where it went up. Only what
 * changed since the last report is looked at when a report is made.
 */
export class Telemetry {
  connectionsOpen = 0;
  connectionsAccepted = 0;
  readonly ownWork = new OwnWork();
  private readonly worker: number;
  private endpoints = new Map<string, EndpointCounters>();
  private rules = new Map<string, RuleCounters>();
  private listeners = new Map<string, ListenerCounters>();
  private dirtyEndpoints: EndpointCounters[] = [];
  private dirtyRules: RuleCounters[] = [];
  private dirtyListeners: ListenerCounters[] = [];
  private reportedAt: number;
  private reportedOpen = 0;

  /** @param now Unix milliseconds */
  constructor(worker: number, now: number) {
    this.worker = worker;
    this.reportedAt = now;
  }

  endpoint(ruleId: string, backend: number, endpoint: string): EndpointCounters {
    const key = `${backend} ${endpoint} ${ruleId}`;
    let counters = this.endpoints.get(key);
    if (counters === undefined) this.endpoints.set(key, (counters = new EndpointCounters(ruleId, backend, endpoint)));
    return counters;
  }

  rule(ruleId: string): RuleCounters {
    let counters = this.rules.get(ruleId);
    if (counters === undefined) this.rules.set(ruleId, (counters = new RuleCounters(ruleId)));
    return counters;
  }

  listener(id: string): ListenerCounters {
    let counters = this.listeners.get(id);
    if (counters === undefined) this.listeners.set(id, (counters = new ListenerCounters(id)));
    return counters;
  }

  /** Forgets the counters of what a new snapshot does not name; those that still have something to tell are told first. */
  keepOnly(endpoints: ReadonlySet<EndpointCounters>, rules: ReadonlySet<string>, listeners: ReadonlySet<string>): void {
    for (const [key, counters] of this.endpoints) {
      if (!endpoints.has(counters) && counters.inFlight === 0) this.endpoints.delete(key);
    }
    for (const id of this.rules.keys()) if (!rules.has(id)) this.rules.delete(id);
    for (const id of this.listeners.keys()) if (id !== '' && !listeners.has(id)) this.listeners.delete(id);
  }

  touchEndpoint(counters: EndpointCounters): void {
    if (counters.dirty) return;
    counters.dirty = true;
    this.dirtyEndpoints.push(counters);
  }

  touchRule(counters: RuleCounters): void {
    if (counters.dirty) return;
    counters.dirty = true;
    this.dirtyRules.push(counters);
  }

  touchListener(counters: ListenerCounters): void {
    if (counters.dirty) return;
    counters.dirty = true;
    this.dirtyListeners.push(counters);
  }

  /**
   * What happened since the last report; null when there is nothing to tell. An endpoint with requests in flight is in every report, and
   * in one more when they are gone.
   * @param now Unix milliseconds
   */
  report(now: number): Deltas | null {
    const intervalMs = now - this.reportedAt;
    this.reportedAt = now;
    const { connectionsOpen: open, connectionsAccepted: accepted } = this;
    const quiet = this.dirtyEndpoints.length === 0 && this.dirtyRules.length === 0 && this.dirtyListeners.length === 0;
    if (quiet && accepted === 0 && open === this.reportedOpen) return null;
    this.reportedOpen = open;
    this.connectionsAccepted = 0;
    return {
      worker: this.worker,
      at: now,
      intervalMs,
      endpoints: this.takeEndpoints(),
      rules: this.takeRules(),
      listeners: this.takeListeners(),
      ...this.ownWork.take(),
      connections: { open, accepted },
    };
  }

  private takeEndpoints(): EndpointDelta[] {
    const dirty = this.dirtyEndpoints;
    this.dirtyEndpoints = [];
    return dirty.map((counters) => {
      const { ruleId, backend, endpoint, requests, inFlight } = counters;
      const latency = counters.takeLatency();
      counters.requests = 0;
      if (inFlight > 0) this.dirtyEndpoints.push(counters);
      else counters.dirty = false;
      return { ruleId, backend, endpoint, requests, statuses: counters.takeStatuses(), latency, inFlight };
    });
  }

  private takeRules(): RuleDelta[] {
    const dirty = this.dirtyRules;
    this.dirtyRules = [];
    return dirty.map((counters) => {
      const { ruleId, requests } = counters;
      counters.requests = 0;
      counters.dirty = false;
      return { ruleId, requests, statuses: counters.takeStatuses(), own: counters.takeOwn() };
    });
  }

  private takeListeners(): ListenerDelta[] {
    const dirty = this.dirtyListeners;
    this.dirtyListeners = [];
    return dirty.map((counters) => {
      const { listener, requests, unmatched } = counters;
      counters.requests = 0;
      counters.unmatched = 0;
      counters.dirty = false;
      return {
        listener,
        requests,
        statuses: counters.takeStatuses(),
        unmatched,
        unmatchedSamples: counters.takeSamples(),
      };
    });
  }
}
