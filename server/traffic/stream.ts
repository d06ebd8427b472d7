import type { ServerResponse } from 'node:http';
import type { StreamEvent } from '../contract/console.ts';

const HEARTBEAT_MS = 10_000;
/** A reader that is this far behind is cut off; its browser connects again and starts from the newest state. */
const MOST_PENDING_BYTES = 4 << 20;

/** The live stream: server-sent events to every reader, written once and never kept. */
export class LiveStream {
  private readonly readers = new Set<ServerResponse>();
  private readonly heartbeat: NodeJS.Timeout;
  private closed = false;

  constructor() {
    this.heartbeat = setInterval(() => this.write(': heartbeat\n\n'), HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  get size(): number {
    return this.readers.size;
  }

  /** Takes an answer over as a reader; `first` is sent to it before anything else. */
  attach(response: ServerResponse, first: StreamEvent[]): void {
    if (this.closed) {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    response.socket?.setNoDelay(true);
    response.write(`retry: 1000\n\n${first.map(encode).join('')}`);
    this.readers.add(response);
    response.once('close', () => this.readers.delete(response));
    response.on('error', () => this.readers.delete(response));
  }

  send(event: StreamEvent): void {
    if (this.readers.size > 0) this.write(encode(event));
  }

  /** Ends every reader; later ones are refused. */
  close(): void {
    this.closed = true;
    clearInterval(this.heartbeat);
    for (const reader of this.readers) reader.end();
    this.readers.clear();
  }

  private write(text: string): void {
    for (const reader of this.readers) {
      if (reader.writableLength > MOST_PENDING_BYTES) {
        this.readers.delete(reader);
        reader.destroy();
      } else {
        reader.write(text);
      }
    }
  }
}

/** The type is inside the data: one listener reads them all. */
function encode(event: StreamEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}
