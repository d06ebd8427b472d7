import { input, slab, SLAB_AT, SLAB_SIZE as SLAB } from '../arena/arena.ts';
import { copyInArena } from '../arena/copy.ts';

/**
 * Where messages are put together before they are sent: one slab, shared by all connections, used again at once when the kernel took all
 * of it, and left to the connection while it did not.
 */
export class Output {
  bytes: Buffer;
  /** Bytes put in so far. */
  length = 0;
  /** The slab that comes back after each write that need not wait, and views of its beginning by length. */
  private readonly first: Buffer;
  private readonly views: Uint8Array[] = [];

  /** @param first a slab that is for this output alone */
  constructor(first: Buffer = Buffer.allocUnsafeSlow(SLAB)) {
    this.first = first;
    this.bytes = first;
  }

  /** Room that is left. */
  get room(): number {
    return SLAB - this.length;
  }

  /** What was put in so far, as one view: short ones of the first slab are kept, since each new one is garbage. */
  view(length: number): Uint8Array {
    const { bytes } = this;
    if (length > VIEWS || bytes !== this.first) return bytes.subarray(0, length);
    return (this.views[length] ??= bytes.subarray(0, length));
  }

  /** Puts in text of Latin-1 characters. Throws when there is no room for it: a message cut off could be read as another. */
  text(text: string): void {
    const length = this.bytes.write(text, this.length, 'latin1');
    this.length += length;
    if (length !== text.length) throw new Error(`No room for ${text.length} bytes of a message in a slab of ${SLAB}.`);
  }

  /** Puts in all of some bytes. Throws like `text`. */
  whole(bytes: Uint8Array): void {
    const n = bytes.length;
    if (n > SLAB - this.length) throw new Error(`No room for ${n} bytes of a message in a slab of ${SLAB}.`);
    if (n < SHORT) this.short(bytes, 0, n);
    else {
      this.bytes.set(bytes, this.length);
      this.length += n;
    }
  }

  /** Puts in `source[start, end)`. Throws like `text`. */
  copy(source: Uint8Array, start: number, end: number): void {
    const n = end - start;
    if (n > SLAB - this.length) throw new Error(`No room for ${n} bytes of a message in a slab of ${SLAB}.`);
    if (source === input && this.bytes === slab && copyInArena !== null) {
      copyInArena(SLAB_AT + this.length, start, n);
      this.length += n;
    } else if (n < SHORT) this.short(source, start, end);
    else {
      (source as Buffer).copy(this.bytes, this.length, start, end);
      this.length += n;
    }
  }

  /** Puts in bytes that lie in the arena. Throws like `text`. */
  fromArena(address: number, length: number): void {
    if (length > SLAB - this.length) throw new Error(`No room for ${length} bytes of a message in a slab of ${SLAB}.`);
    if (this.bytes === slab && copyInArena !== null) copyInArena(SLAB_AT + this.length, address, length);
    else this.bytes.set(new Uint8Array(input.buffer, address, length), this.length);
    this.length += length;
  }

  private short(source: Uint8Array, start: number, end: number): void {
    const { bytes } = this;
    let at = this.length;
    for (let i = start; i < end; i++) bytes[at++] = source[i]!;
    this.length = at;
  }

  /** Gives the slab away and goes on with another. */
  retire(): Buffer {
    const retired = this.bytes;
    this.bytes = FREE.pop() ?? Buffer.allocUnsafeSlow(SLAB);
    this.length = 0;
    return retired;
  }

  /** Takes a slab back that nothing refers to any more; other bytes are left to the collector. */
  reuse(bytes: Buffer): void {
    let spare = bytes;
    if (bytes === this.first && this.length === 0) {
      // back to the one whose views are kept
      spare = this.bytes;
      this.bytes = bytes;
    }
    if (spare.length === SLAB && FREE.length < FREE_SLABS) FREE.push(spare);
  }
}

/** Fewer bytes are copied one by one, which costs less than a call. */
const SHORT = 16;
const FREE_SLABS = 32;
/** Slabs that nobody uses, of all outputs. */
const FREE: Buffer[] = [];
const VIEWS = 4096;
