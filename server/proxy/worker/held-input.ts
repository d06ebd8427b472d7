import { RequestHead } from '../codec/request-head.ts';

/** Up to this size, looking at the bytes of a slow head anew costs less than a parser that remembers. */
const SMALL_HEAD = 4 * 1024;
const LEAST = 512;

/** Bytes of a client that wait: a head that is not whole, or what came before the answer at hand was sent. */
export class HeldInput {
  bytes: Buffer = Buffer.allocUnsafeSlow(LEAST);
  length = 0;
  private head: RequestHead | null = null;

  append(source: Buffer, start: number, end: number): void {
    const needed = this.length + end - start;
    if (this.bytes.length < needed) {
      const larger = Buffer.allocUnsafeSlow(needed * 2);
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    source.copy(this.bytes, this.length, start, end);
    this.length = needed;
  }

  /** Forgets what is before an offset. */
  cut(start: number): void {
    if (start === 0) return;
    this.bytes.copyWithin(0, start, this.length);
    this.length -= start;
    this.head?.reset(0);
  }

  /** The parser that goes on where it stopped at a large head; null where the common one is to start anew. */
  parser(): RequestHead | null {
    if (this.length <= SMALL_HEAD) return null;
    return (this.head ??= new RequestHead());
  }
}
