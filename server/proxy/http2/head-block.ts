/** Most bytes of a block: what a list of fields at its limit takes when nothing makes it shorter. */
const MOST_BYTES = 96 * 1024;
/** Most frames of a block. Those that are empty cost work without end. */
const MOST_FRAMES = 32;

/** A block of fields that comes in more than one frame. */
export class HeadBlock {
  readonly stream: number;
  readonly flags: number;
  /** The stream is said to depend on itself. */
  readonly dependsOnItself: boolean;
  length: number;
  bytes: Buffer;
  private frames = 1;

  /** @param begin what its first frame brings */
  constructor(stream: number, flags: number, dependsOnItself: boolean, begin: Buffer) {
    this.stream = stream;
    this.flags = flags;
    this.dependsOnItself = dependsOnItself;
    this.bytes = Buffer.from(begin);
    this.length = begin.length;
  }

  /** Adds what another frame brings. Returns false when it is too much. */
  append(source: Buffer, start: number, end: number): boolean {
    const needed = this.length + end - start;
    if (needed > MOST_BYTES || this.frames++ > MOST_FRAMES) return false;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    source.copy(this.bytes, this.length, start, end);
    this.length = needed;
    return true;
  }
}
