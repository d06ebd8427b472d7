import { closeChunk, CHUNK_ROOM, LAST_CHUNK, openChunk } from '../codec/chunk.ts';
import { ChunkedDecoder } from '../codec/chunked.ts';
import type { RequestHead } from '../codec/request-head.ts';
import type { Output } from '../transport/output.ts';

/** Room below which the output is sent before more is put in. */
const LEAST_ROOM = 4096;

/** The body of a request on its way to a backend. */
export class RequestBody {
  /** Everything has been read. */
  done = true;
  /** Some bytes of it have been read. */
  begun = false;
  private chunked = false;
  private remaining = 0;
  private readonly decoder = new ChunkedDecoder();

  begin(head: RequestHead): void {
    this.begun = false;
    this.chunked = head.chunked;
    this.remaining = head.chunked ? 0 : Math.max(0, head.contentLength);
    this.done = !head.chunked && this.remaining === 0;
    if (head.chunked) this.decoder.reset();
  }

  /** There is none. */
  skip(): void {
    this.begun = false;
    this.chunked = false;
    this.remaining = 0;
    this.done = true;
  }

  /**
   * Puts what belongs to the body into the output until that is full.
   * @returns the offset behind what was read, or a refusal (below zero).
   */
  copy(output: Output, bytes: Buffer, start: number, end: number): number {
    if (this.done || start === end) return start;
    const room = output.room;
    if (room < LEAST_ROOM) return start;
    this.begun = true;
    if (!this.chunked) {
      const n = Math.min(this.remaining, end - start, room);
      output.copy(bytes, start, start + n);
      this.remaining -= n;
      this.done = this.remaining === 0;
      return start + n;
    }
    const { decoder } = this;
    const stop = Math.min(end, start + room - CHUNK_ROOM - LAST_CHUNK.length);
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
