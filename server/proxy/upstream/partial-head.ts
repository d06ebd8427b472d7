import { ResponseHead } from '../codec/response-head.ts';

const LEAST = 1024;

/** A response head that has not come whole yet: its bytes so far, and a parser of its own that goes on where it stopped. */
export class PartialHead {
  bytes: Buffer = Buffer.allocUnsafeSlow(LEAST);
  length = 0;
  readonly head = new ResponseHead();

  constructor() {
    this.head.reset(0);
  }

  append(source: Buffer, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(needed * 2);
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    source.copy(this.bytes, this.length, start, end);
    this.length = needed;
  }
}
