import type { Output } from '../transport/output.ts';
import type { FieldList } from './streams.ts';
import type { Connection } from '../transport/types.ts';
import { SMALL_FRAME, writeHead } from './frame-writer.ts';
import { HpackEncoder } from './hpack/encoder.ts';
import {
  CONTINUATION,
  DATA,
  DEFAULT_FRAME_SIZE,
  DEFAULT_WINDOW,
  END_HEADERS,
  END_STREAM,
  FRAME_HEAD,
  HEADERS,
} from './protocol.ts';
import { TURN, type Settling } from './turn.ts';

/** Bytes that may wait for a peer that does not read, besides bodies, which wait in their streams. */
const MOST_WAITING = 4 * 1024 * 1024;

/** Puts the frames of a connection together, and sends them at the end of the turn. */
export class FrameSender {
  readonly encoder = new HpackEncoder();
  /** What may be sent of bodies, on all streams. */
  window = DEFAULT_WINDOW;
  /** Changes when frames go out, so that a place in the output means something while it is the same. */
  sending = 0;
  /** Frames of bodies sent since somebody set it back. */
  bodies = 0;
  private readonly connection: Connection;
  private readonly settling: Settling;
  private output: Output | null = null;
  private waiting = 0;
  private scheduled = false;

  constructor(connection: Connection, settling: Settling) {
    this.connection = connection;
    this.settling = settling;
  }

  /** The connection has something to do at the end of the turn. */
  schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    TURN.add(this.settling);
  }

  /** An output with room for `length` bytes. */
  room(length: number): Output {
    const { output } = this;
    if (output === null) {
      this.schedule();
      return (this.output = TURN.takeOutput());
    }
    if (output.room < length) this.send(output);
    return output;
  }

  /** An output with room for a frame of fixed size. */
  small(): Output {
    return this.room(SMALL_FRAME);
  }

  /** Sends what has been put together. */
  flush(): void {
    this.scheduled = false;
    const { output } = this;
    if (output === null) return;
    this.output = null;
    this.send(output);
    TURN.giveOutput(output);
  }

  private send(output: Output): void {
    this.sending++;
    const { length } = output;
    if (this.connection.send(output)) return;
    this.waiting += length;
    // told by the end of the connection, since it may be in the middle of anything
    if (this.waiting > MOST_WAITING) this.connection.destroy();
  }

  /** Everything that waited has gone. */
  sent(): void {
    this.waiting = 0;
  }

  /** Sends a block of fields. */
  head(stream: number, fields: FieldList, ended: boolean): void {
    const room = this.encoder.room(fields);
    const flags = ended ? END_STREAM : 0;
    if (room > DEFAULT_FRAME_SIZE) {
      this.largeHead(stream, fields, flags, room);
      return;
    }
    const output = this.room(FRAME_HEAD + room);
    const at = output.length;
    const end = this.encoder.encode(fields, output.bytes, at + FRAME_HEAD);
    writeHead(output.bytes, at, end - at - FRAME_HEAD, HEADERS, flags | END_HEADERS, stream);
    output.length = end;
  }

  private largeHead(stream: number, fields: FieldList, flags: number, room: number): void {
    const block = Buffer.allocUnsafe(room);
    const length = this.encoder.encode(fields, block, 0);
    for (let at = 0; at < length; at += DEFAULT_FRAME_SIZE) {
      const n = Math.min(DEFAULT_FRAME_SIZE, length - at);
      const output = this.room(FRAME_HEAD + n);
      const first = at === 0 ? flags : 0;
      const last = at + n === length ? END_HEADERS : 0;
      writeHead(output.bytes, output.length, n, at === 0 ? HEADERS : CONTINUATION, first | last, stream);
      output.length += FRAME_HEAD;
      output.copy(block, at, at + n);
    }
  }

  /**
   * Sends a frame of a body, for which there has to be room in the windows.
   * @returns its place in the output
   */
  data(stream: number, bytes: Uint8Array, start: number, end: number, ended: boolean): number {
    const output = this.room(FRAME_HEAD + end - start);
    const at = output.length;
    writeHead(output.bytes, at, end - start, DATA, ended ? END_STREAM : 0, stream);
    output.length = at + FRAME_HEAD;
    if (start < end) output.copy(bytes, start, end);
    this.window -= end - start;
    this.bodies++;
    return at;
  }

  /** Says that the frame of a body at a place of the output, which has not gone out yet, is the last. */
  endAt(place: number): void {
    this.output!.bytes[place + 4]! |= END_STREAM;
  }
}
