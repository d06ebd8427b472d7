/**
 * How many frames that cost work and bring nothing a peer may send: a number at once, and so many a second besides. What may be a mistake of an
 * honest peer now and then is an attack when it does not end.
 */
export class Budget {
  private left: number;
  private readonly most: number;
  private readonly perSecond: number;
  private since = performance.now();

  constructor(most: number, perSecond: number) {
    this.left = most;
    this.most = most;
    this.perSecond = perSecond;
  }

  /** Takes one. Returns false when there is none left. */
  take(): boolean {
    if (this.left <= 0) this.refill();
    this.left--;
    return this.left >= 0;
  }

  /** Gives some back, for what a peer has done that is of use. */
  earn(count: number): void {
    this.left = Math.min(this.most, this.left + count);
  }

  private refill(): void {
    const now = performance.now();
    const earned = Math.floor(((now - this.since) * this.perSecond) / 1_000);
    if (earned < 1) return;
    this.left = Math.min(this.most, earned);
    this.since = now;
  }
}
