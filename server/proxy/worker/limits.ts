/** What a worker allows. Times in milliseconds; they are looked at once a second. Source: envoy-observed sections 1 and 5, docs/parity.md. */
export interface Limits {
  /** A connection to a backend must be established within it. */
  connectMs: number;
  /** From the end of a request to the end of its answer; not for tunnels. */
  requestMs: number;
  /** From the first byte of a request head to its end, and then without any byte of request or answer. */
  streamIdleMs: number;
  /** A client's connection without a request. */
  clientIdleMs: number;
  /** When a worker ends, a connection that has no request gets this long for one, so that none is lost on its way. */
  drainIdleMs: number;
  /** A connection to a backend without a request. */
  upstreamIdleMs: number;
  /** Between the last answer and the end of the connection, so that the client can read it. */
  lingerMs: number;
  /** Connections of clients. Those above are closed at once. */
  clientConnections: number;
  /** Connections that the requests of one backend group use at once. Each endpoint may have one even so. */
  upstreamConnections: number;
  /** Requests of one backend group that wait for a connection; others are answered 503. */
  pendingRequests: number;
}

export const DEFAULT_LIMITS: Limits = {
  connectMs: 10_000,
  requestMs: 15_000,
  streamIdleMs: 300_000,
  clientIdleMs: 3_600_000,
  drainIdleMs: 500,
  upstreamIdleMs: 3_600_000,
  lingerMs: 1_000,
  clientConnections: 50_000,
  upstreamConnections: 1_024,
  pendingRequests: 1_024,
};
