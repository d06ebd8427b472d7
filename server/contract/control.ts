import type { Snapshot } from '../routing/snapshot.ts';
import type { SnapshotDelta } from '../routing/snapshot-delta.ts';

/*
 * Messages on the proxy's control socket, one JSON value a line. The console connects; the proxy answers. Several consoles may be
 * connected, the last snapshot wins. A proxy without a console goes on serving its last good snapshot.
 */

export type ToProxy =
  /** The first one of a connection, and the one after `whole` or `nack`. */
  | { type: 'snapshot'; snapshot: Snapshot }
  /** A snapshot as what differs from the one that this connection brought before. */
  | { type: 'delta'; delta: SnapshotDelta }
  /** Finish what is in flight, at most `deadlineMs`, then exit. */
  | { type: 'drain'; deadlineMs: number }
  /** Answered with a pong: the primary still does its work. */
  | { type: 'ping' };

export type FromProxy =
  /** First message on every connection. `revision` is that of the snapshot in service, null if none. */
  | { type: 'hello'; pid: number; workers: number; revision: number | null; startedAt: string; bindings: Binding[] }
  /** The snapshot is in service on `workers` workers; `ms` since it arrived. */
  | { type: 'ack'; revision: number; workers: number; ms: number; bindings: Binding[] }
  /** Refused whole; the one before stays in service. */
  | { type: 'nack'; revision: number; reason: string }
  /** A delta does not fit what this connection brought before: the whole snapshot is wanted. Nothing changed. */
  | { type: 'whole' }
  | { type: 'deltas'; deltas: Deltas }
  | { type: 'pong' };

/** A socket of a listener port, or why it could not be opened. */
export interface Binding {
  gateway: { namespace: string; name: string };
  /** Port as the manifest says. */
  port: number;
  address: string;
  /** Port in fact bound: `port`, or `port + 10000` where it may not be bound. */
  boundPort: number;
  /** Absent when it is open. */
  error?: string;
}

/** Counters of one worker since its last report. */
export interface Deltas {
  worker: number;
  /** Unix milliseconds, end of the interval. */
  at: number;
  intervalMs: number;
  endpoints: EndpointDelta[];
  rules: RuleDelta[];
  listeners: ListenerDelta[];
  /** Sparse histogram of the time that the proxy itself worked for a request, of a sample of them; absent without any. */
  work?: [number, number][];
  connections: { open: number; accepted: number };
}

/** Requests that were sent to one endpoint by one backendRef of one rule. `inFlight` is a gauge. */
export interface EndpointDelta {
  ruleId: string;
  /** Index in `BackendGroup.backends`. */
  backend: number;
  /** `IP:PORT`, IPv6 in brackets. */
  endpoint: string;
  requests: number;
  /** Answers by class: index 0 is none (reset, refused, timed out), 1..5 are 1xx..5xx. */
  statuses: number[];
  /** Sparse latency histogram: [bucket, count] with buckets of `server/contract/histogram.ts`, time to the end of the answer. */
  latency: [number, number][];
  inFlight: number;
}

/** Requests that a rule took, those answered by the proxy itself included. */
export interface RuleDelta {
  ruleId: string;
  requests: number;
  statuses: number[];
  /** Answers that the proxy made itself, by status and reason. */
  own: { status: number; reason: string; count: number }[];
}

/** Requests that reached a listener (id as in the snapshot; '' when no listener took the host). */
export interface ListenerDelta {
  listener: string;
  requests: number;
  statuses: number[];
  /** No rule matched: 404. */
  unmatched: number;
  /** Some of the unmatched, newest last, at most 8. */
  unmatchedSamples: { host: string; path: string }[];
}
