import type { FieldList, Stream, StreamEnd, StreamHandler } from './streams.ts';
import { writeReset, writeWindowUpdate } from './frame-writer.ts';
import { DEFAULT_FRAME_SIZE, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM } from './protocol.ts';
import { STREAM_WINDOW } from './windows.ts';
import type { FrameSender } from './frame-sender.ts';

/** The connection of a stream. */
export interface StreamOwner {
  readonly sender: FrameSender;
  /** The kernel does not take more at the moment. */
  readonly blocked: boolean;
  /** A stream has pieces that wait. */
  wait(stream: Http2Stream): void;
  /** A stream goes on with what it held back, at the end of the turn. */
  goOn(stream: Http2Stream): void;
  /** A stream is closed, which its handler is told at the end of the turn. */
  closed(stream: Http2Stream): void;
  /** The handler of a stream threw. */
  fault(error: unknown): void;
}

/** A stream. Source: RFC 9113 section 5. */
export class Http2Stream implements Stream {
  handler: StreamHandler;
  blocked = false;
  readonly id: number;
  /** What may be sent of the body. */
  window: number;
  /** What the peer may send of its body, and what it has sent of that and is not told yet that it may send again. */
  allowed = STREAM_WINDOW;
  private used = 0;
  /** The head of the peer's message has come. */
  headed = false;
  /** Bytes of the peer's body that are to come, -1 when that is not known. */
  expected = -1;
  isHead = false;
  /** The peer has sent all. */
  remoteEnded = false;
  localEnded = false;
  isClosed = false;
  /** It is among those whose pieces wait. */
  isListed = false;
  private isTold = false;
  private readonly owner: StreamOwner;
  private code = NO_ERROR;
  private gone = false;
  /** Pieces that wait to be sent, null without, and how they end. */
  private queue: Buffer[] | null = null;
  private ending = false;
  private trailers: FieldList | null = null;
  private resetAfter = false;
  /** Where the last piece is in the output, while that has not gone out. */
  private place = -1;
  private sending = -1;
  /** Pieces that came while the stream was paused, null without, and how they end. */
  private paused = false;
  private held: Buffer[] | null = null;
  private heldEnd = false;
  private heldTrailers: FieldList | null = null;

  constructor(id: number, owner: StreamOwner, handler: StreamHandler, window: number) {
    this.id = id;
    this.owner = owner;
    this.handler = handler;
    this.window = window;
  }

  interim(status: number): void {
    if (!this.isClosed) this.owner.sender.head(this.id, [':status', String(status)], false);
  }

  head(fields: FieldList, ended: boolean): void {
    if (this.isClosed || this.localEnded) return;
    this.owner.sender.head(this.id, fields, ended);
    if (ended) this.endLocal();
  }

  data(bytes: Buffer): boolean {
    if (this.isClosed || this.localEnded || this.ending || bytes.length === 0) return !this.blocked;
    if (this.queue !== null) {
      this.queue.push(bytes);
      return false;
    }
    const at = this.sendSome(bytes, 0, bytes.length);
    if (at === bytes.length) return true;
    this.queue = [at === 0 ? bytes : bytes.subarray(at)];
    this.blocked = true;
    this.owner.wait(this);
    return false;
  }

  /** Sends what the windows allow of `bytes[start, end)`. Returns the place behind it. */
  private sendSome(bytes: Buffer, start: number, end: number): number {
    const { owner } = this;
    const { sender } = owner;
    let at = start;
    while (at < end && !owner.blocked) {
      const n = Math.min(end - at, DEFAULT_FRAME_SIZE, this.window, sender.window);
      if (n <= 0) break;
      this.place = sender.data(this.id, bytes, at, at + n, false);
      this.sending = sender.sending;
      this.window -= n;
      at += n;
    }
    return at;
  }

  /** Sends one frame of what waits. Returns whether it did. */
  pump(): boolean {
    const { queue } = this;
    if (queue === null) return false;
    const [first] = queue;
    const at = this.sendSome(first!, 0, Math.min(first!.length, DEFAULT_FRAME_SIZE));
    if (at === 0) return false;
    if (at < first!.length) queue[0] = first!.subarray(at);
    else queue.shift();
    if (queue.length > 0) return true;
    this.queue = null;
    this.blocked = false;
    if (this.ending) this.sendEnd();
    else this.tellWritable();
    return true;
  }

  get waits(): boolean {
    return this.queue !== null;
  }

  end(trailers: FieldList | null): void {
    if (this.isClosed || this.localEnded || this.ending) return;
    this.trailers = trailers;
    this.ending = true;
    if (this.queue === null) this.sendEnd();
  }

  private sendEnd(): void {
    const { sender } = this.owner;
    const { trailers } = this;
    this.trailers = null;
    if (trailers !== null && trailers.length > 0) sender.head(this.id, trailers, true);
    else if (this.sending === sender.sending) sender.endAt(this.place);
    else sender.data(this.id, NOTHING, 0, 0, true);
    this.endLocal();
    if (this.resetAfter) this.reset(NO_ERROR);
  }

  private endLocal(): void {
    this.localEnded = true;
    if (this.remoteEnded) this.close(NO_ERROR);
  }

  reset(code: number): void {
    if (this.isClosed) return;
    if (code === NO_ERROR && this.ending && !this.localEnded) {
      this.resetAfter = true;
      return;
    }
    writeReset(this.owner.sender.small(), this.id, code);
    this.close(code);
  }

  /** The stream is over. @param gone with its connection */
  close(code: number, gone = false): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.code = code;
    this.gone = gone;
    this.queue = null;
    // what came in order is still told
    if (code !== NO_ERROR || !this.remoteEnded) this.held = null;
    this.owner.closed(this);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    if (this.held !== null) this.owner.goOn(this);
    else this.allowMore();
  }

  /** A piece of the peer's body has come. @param size what it takes of the window */
  take(bytes: Buffer, size: number): void {
    this.allowed -= size;
    this.used += size;
    if (this.held !== null) this.held.push(bytes);
    else if (this.paused) this.held = [bytes];
    else {
      if (bytes.length > 0) this.tellData(bytes);
      this.allowMore();
    }
  }

  /** The peer has sent all. */
  takeEnd(trailers: FieldList | null): void {
    this.remoteEnded = true;
    if (this.held === null) this.tellEnd(trailers);
    else {
      this.heldEnd = true;
      this.heldTrailers = trailers;
    }
    if (this.localEnded) this.close(NO_ERROR);
  }

  /** Tells what was held back, and that the stream is closed once there is nothing of it any more: returns true then. */
  settle(): boolean {
    while (this.held !== null && !this.paused) {
      const piece = this.held.shift()!;
      if (this.held.length === 0) this.held = null;
      this.tellData(piece);
    }
    if (this.held !== null || this.isTold) return false;
    if (this.heldEnd) {
      this.heldEnd = false;
      this.tellEnd(this.heldTrailers);
    }
    if (this.isClosed) this.tellClose();
    else this.allowMore();
    return this.isTold;
  }

  /** Says that the peer may send again what was taken, when that is worth a frame. */
  private allowMore(): void {
    if (this.used < STREAM_WINDOW / 2 || this.paused || this.remoteEnded || this.isClosed) return;
    writeWindowUpdate(this.owner.sender.small(), this.id, this.used);
    this.allowed += this.used;
    this.used = 0;
  }

  tellHead(fields: FieldList, ended: boolean): void {
    try {
      this.handler.onHead(fields, ended);
    } catch (error) {
      this.fault(error);
    }
  }

  private tellData(bytes: Buffer): void {
    try {
      this.handler.onData(bytes);
    } catch (error) {
      this.fault(error);
    }
  }

  private tellEnd(trailers: FieldList | null): void {
    try {
      this.handler.onEnd(trailers);
    } catch (error) {
      this.fault(error);
    }
  }

  private tellWritable(): void {
    try {
      this.handler.onWritable();
    } catch (error) {
      this.fault(error);
    }
  }

  private tellClose(): void {
    const { handler, code, gone } = this;
    this.isTold = true;
    const end: StreamEnd = { code, gone, unprocessed: code === REFUSED_STREAM };
    try {
      handler.onClose(end);
    } catch (error) {
      this.owner.fault(error);
    }
  }

  /** A fault of ours costs this stream its answer, and no other anything. */
  fault(error: unknown): void {
    this.owner.fault(error);
    this.reset(INTERNAL_ERROR);
  }
}

const NOTHING = Buffer.alloc(0);

/** A handler of streams that nobody waits for. */
export const NOBODY: StreamHandler = { onHead() {}, onData() {}, onEnd() {}, onWritable() {}, onClose() {} };
