/** Bytes that are kept in case they have to be sent (again), up to a limit. */
export class KeptBytes {
  length = 0;
  /** There were more than are kept: they are of no use. */
  overflowed = false;
  private bytes: Buffer | null = null;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  clear(): void {
    this.length = 0;
    this.overflowed = false;
  }

  append(source: Uint8Array): void {
    const needed = this.length + source.length;
    if (this.overflowed || needed > this.limit) {
      this.overflowed = true;
      this.length = 0;
      return;
    }
    if (this.bytes === null || this.bytes.length < needed) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.limit, Math.max(1024, needed * 2)));
      this.bytes?.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    this.bytes.set(source, this.length);
    this.length = needed;
  }

  /** What is kept, valid until the next `append`. */
  view(): Buffer {
    return this.bytes === null ? Buffer.alloc(0) : this.bytes.subarray(0, this.length);
  }
}
