/** A request that waits for a connection. */
export interface Waiting {
  readonly endpoint: number;
  /** A connection may be used now. */
  proceed(): void;
}

export const ADMITTED = 0;
export const QUEUED = 1;
export const OVERFLOW = 2;

/** Bounds of one backend group. */
export interface GroupLimits {
  upstreamConnections: number;
  pendingRequests: number;
}

/**
 * How many requests of a backend group use connections, and which wait for one, first come first served. An endpoint that none of them uses may
 * have one connection above the limit, so that no endpoint starves. Source: envoy-observed section 5.
 */
export class Admission {
  private readonly limits: GroupLimits;
  /** Requests that use a connection, by endpoint. */
  private readonly using: Int32Array;
  private active = 0;
  /** Requests whose connection is being established. */
  private connecting = 0;
  private readonly queue = new Set<Waiting>();

  constructor(endpoints: number, limits: GroupLimits) {
    this.limits = limits;
    this.using = new Int32Array(endpoints);
  }

  /**
   * Whether a request for an endpoint may use a connection, has to wait, or is one too many. Changes nothing.
   * @param hasIdle the endpoint has a connection that is free
   */
  ask(endpoint: number, hasIdle: boolean): typeof ADMITTED | typeof QUEUED | typeof OVERFLOW {
    const { upstreamConnections, pendingRequests } = this.limits;
    const isAdmitted = this.active < upstreamConnections || this.using[endpoint] === 0;
    if (isAdmitted && hasIdle) return ADMITTED;
    // a request waits for its connection to be established, too
    if (this.connecting + this.queue.size >= pendingRequests) return OVERFLOW;
    return isAdmitted ? ADMITTED : QUEUED;
  }

  /** A request uses a connection. */
  begin(endpoint: number): void {
    this.active++;
    this.using[endpoint]!++;
  }

  /** It does not any more: the next that waits may. */
  end(endpoint: number): void {
    this.active--;
    this.using[endpoint]!--;
    if (this.queue.size > 0) this.proceed(endpoint);
  }

  private proceed(freed: number): void {
    const hasRoom = this.active < this.limits.upstreamConnections;
    if (!hasRoom && this.using[freed]! > 0) return;
    for (const waiting of this.queue) {
      if (!hasRoom && waiting.endpoint !== freed) continue;
      this.queue.delete(waiting);
      waiting.proceed();
      return;
    }
  }

  beginConnecting(): void {
    this.connecting++;
  }

  endConnecting(): void {
    this.connecting--;
  }

  wait(waiting: Waiting): void {
    this.queue.add(waiting);
  }

  /** It waits no more. */
  leave(waiting: Waiting): void {
    this.queue.delete(waiting);
  }
}
