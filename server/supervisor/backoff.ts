const FIRST_MS = 100;
const LONGEST_MS = 5_000;
const STEADY_MS = 10_000;

/** Waiting times between starts of a process that keeps ending: they double up to 5 s, and begin anew after 10 s of steady running. */
export class Backoff {
  private next = FIRST_MS;

  /** Milliseconds to wait before the next start of a process that ran for `ranMs`. */
  after(ranMs: number): number {
    if (ranMs >= STEADY_MS) this.next = FIRST_MS;
    const wait = this.next;
    this.next = Math.min(LONGEST_MS, wait * 2);
    return wait;
  }
}
