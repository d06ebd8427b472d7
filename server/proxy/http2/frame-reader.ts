import { DEFAULT_FRAME_SIZE, FRAME_HEAD } from './protocol.ts';

/** What takes the frames of a connection. */
export interface FrameTaker {
  /**
   * A frame has come.
   * @param bytes its payload is `bytes[start, end)`, valid during the call
   */
  frame(type: number, flags: number, stream: number, bytes: Buffer, start: number, end: number): void;
  /** A frame is longer than was allowed. Nothing more is read. */
  frameTooLong(): void;
  /** Frames are not wanted any more. */
  readonly deaf: boolean;
}

/** Cuts what comes into frames. Source: RFC 9113 section 4.1. */
export class FrameReader {
  private readonly taker: FrameTaker;
  /** What has come of a frame that is not whole, null without. */
  private kept: Buffer | null = null;
  private length = 0;
  /** Bytes of that frame, FRAME_HEAD until its length is known. */
  private wanted = FRAME_HEAD;

  constructor(taker: FrameTaker) {
    this.taker = taker;
  }

  /** A frame has begun and is not whole. */
  get isPartial(): boolean {
    return this.kept !== null;
  }

  /** Reads `bytes[start, end)`. */
  read(bytes: Buffer, start: number, end: number): void {
    const { taker } = this;
    let at = this.kept === null ? start : this.fill(bytes, start, end);
    while (end - at >= FRAME_HEAD && !taker.deaf) {
      const length = lengthAt(bytes, at);
      if (length > DEFAULT_FRAME_SIZE) {
        taker.frameTooLong();
        return;
      }
      const next = at + FRAME_HEAD + length;
      if (next > end) break;
      this.tell(bytes, at, next);
      at = next;
    }
    if (at < end && !taker.deaf) this.keep(bytes, at, end);
  }

  private tell(bytes: Buffer, at: number, next: number): void {
    const stream = ((bytes[at + 5]! & 127) << 24) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 8) | bytes[at + 8]!;
    this.taker.frame(bytes[at + 3]!, bytes[at + 4]!, stream, bytes, at + FRAME_HEAD, next);
  }

  /** Goes on with the frame that is not whole. Returns the place behind what was taken. */
  private fill(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && this.kept !== null) {
      const taken = Math.min(end - at, this.wanted - this.length);
      bytes.copy(this.kept, this.length, at, at + taken);
      at += taken;
      this.length += taken;
      if (this.length === this.wanted && !this.advance()) return end;
    }
    return at;
  }

  /** What was wanted of the frame is there. Returns false when nothing more is to be read. */
  private advance(): boolean {
    const kept = this.kept!;
    if (this.wanted === FRAME_HEAD) {
      const length = lengthAt(kept, 0);
      if (length > DEFAULT_FRAME_SIZE) {
        this.taker.frameTooLong();
        return false;
      }
      if (length > 0) {
        this.wanted += length;
        this.kept = Buffer.allocUnsafe(this.wanted);
        kept.copy(this.kept, 0, 0, FRAME_HEAD);
        return true;
      }
    }
    this.kept = null;
    this.tell(kept, 0, this.wanted);
    return !this.taker.deaf;
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    const wanted = end - start < FRAME_HEAD ? FRAME_HEAD : FRAME_HEAD + lengthAt(bytes, start);
    this.kept = Buffer.allocUnsafe(wanted);
    this.wanted = wanted;
    this.length = bytes.copy(this.kept, 0, start, end);
  }
}

function lengthAt(bytes: Buffer, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}
