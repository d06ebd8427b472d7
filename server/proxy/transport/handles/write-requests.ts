import { bindings, type Request } from './bindings.ts';

/**
 * Requests of writes, used again and again: a new one for each write costs 4 %. A request that waited must not be used again before its
 * `oncomplete` has returned, or the process aborts, so that it rests until the loop has gone round.
 */
export class WriteRequests {
  /** The one that the next write takes; it is free again when the write did not have to wait. */
  next: Request;
  private readonly free: Request[] = [];
  private readonly resting: Request[] = [];
  private readonly newWrite = bindings().newWrite;

  constructor() {
    this.next = this.newWrite();
  }

  /** The write that took `next` waits. */
  taken(): void {
    this.next = this.free.pop() ?? this.newWrite();
  }

  /** A write that waited is complete. */
  rest(request: Request): void {
    request.owner = null;
    request.bytes = null;
    if (this.resting.push(request) === 1) setImmediate(this.wake);
  }

  private readonly wake = (): void => {
    for (const request of this.resting) if (this.free.length < KEPT) this.free.push(request);
    this.resting.length = 0;
  };
}

const KEPT = 64;
