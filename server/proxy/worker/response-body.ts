import { closeChunk, CHUNK_ROOM, LAST_CHUNK, openChunk, writeChunk } from '../codec/chunk.ts';
import { ChunkedDecoder } from '../codec/chunked.ts';
import type { BodyFraming } from '../codec/fields.ts';
import type { Output } from '../transport/output.ts';

const LEAST_ROOM = 4096;

/** The body of a response on its way to the client. */
export class ResponseBody {
  done = true;
  private framing: BodyFraming = 'none';
  private remaining = 0;
  private readonly decoder = new ChunkedDecoder();

  begin(framing: BodyFraming, length: number): void {
    this.framing = framing;
    this.remaining = length;
    this.done = framing === 'none';
    if (framing === 'chunked') this.decoder.reset();
  }

  /** The backend's connection ended in order. Returns whether that is the end of the body. */
  end(output: Output): boolean {
    if (this.framing !== 'close') return false;
    output.text(LAST_CHUNK);
    this.done = true;
    return true;
  }

  /**
   * Puts what belongs to the body into the output until that is full.
   * @returns the offset behind what was read, or a refusal (below zero).
   */
  copy(output: Output, bytes: Buffer, start: number, end: number): number {
    const { room } = output;
    if (this.done || start === end || room < LEAST_ROOM) return start;
    if (this.framing === 'length') {
      const n = Math.min(this.remaining, end - start, room);
      output.copy(bytes, start, start + n);
      this.remaining -= n;
      this.done = this.remaining === 0;
      return start + n;
    }
    const stop = Math.min(end, start + room - CHUNK_ROOM - LAST_CHUNK.length);
    if (this.framing === 'close') {
      writeChunk(output, bytes, start, stop);
      return stop;
    }
    const { decoder } = this;
    const next = decoder.decode(bytes, start, stop, output.bytes, openChunk(output));
    if (next < 0) return next;
    closeChunk(output, decoder.produced);
    if (decoder.done) {
      output.text(LAST_CHUNK);
      this.done = true;
    }
    return next;
  }
}
