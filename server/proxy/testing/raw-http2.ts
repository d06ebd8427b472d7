import { connect, type Socket } from 'node:net';
import { FrameReader, type FrameTaker } from '../http2/frame-reader.ts';
import { writeHead } from '../http2/frame-writer.ts';
import { HpackEncoder } from '../http2/hpack/encoder.ts';
import { DATA, FRAME_HEAD, GOAWAY, PING, PREFACE, RST_STREAM } from '../http2/protocol.ts';
import { until } from './proxy.ts';

/** A frame. */
export function frame(type: number, flags: number, stream: number, payload: Buffer | string = ''): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload, 'hex') : payload;
  const head = Buffer.alloc(FRAME_HEAD);
  writeHead(head, 0, body.length, type, flags, stream);
  return Buffer.concat([head, body]);
}

/** A block of fields that leaves tables as they are when it comes first. */
export function fieldBlock(fields: string[]): Buffer {
  const encoder = new HpackEncoder();
  const out = Buffer.alloc(encoder.room(fields));
  return out.subarray(0, encoder.encode(fields, out, 0));
}

/** A request without anything that is special. */
export const GET: Buffer = fieldBlock([':method', 'GET', ':scheme', 'http', ':path', '/a', ':authority', 'x']);

/** A client that sends frames as they are told, and writes down what comes. */
export class RawHttp2 implements FrameTaker {
  readonly deaf = false;
  readonly socket: Socket;
  /** Types of frames that came. */
  readonly types: number[] = [];
  /** Error code of the GOAWAY that came last, and of resets by stream. */
  goneAway: number | null = null;
  readonly resets = new Map<number, number>();
  /** Bytes of bodies by stream. */
  readonly data = new Map<number, number>();
  /** Pings that were answered. */
  pongs = 0;
  closed = false;
  private readonly reader = new FrameReader(this);

  /** Connects, and begins in order. */
  constructor(host: string, port: number) {
    this.socket = connect(port, host);
    this.socket.on('error', () => {});
    this.socket.on('close', () => (this.closed = true));
    this.socket.on('data', (bytes: Buffer) => this.reader.read(bytes, 0, bytes.length));
    this.send(PREFACE, frame(4, 0, 0));
  }

  frame(type: number, flags: number, stream: number, bytes: Buffer, start: number, end: number): void {
    this.types.push(type);
    if (type === GOAWAY) this.goneAway = bytes.readUInt32BE(start + 4);
    else if (type === RST_STREAM) this.resets.set(stream, bytes.readUInt32BE(start));
    else if (type === DATA) this.data.set(stream, (this.data.get(stream) ?? 0) + end - start);
    else if (type === PING && flags === 1 && end - start === 8) this.pongs++;
  }

  frameTooLong(): void {
    throw new Error('a frame is too long');
  }

  send(...frames: Buffer[]): void {
    if (!this.socket.destroyed) this.socket.write(Buffer.concat(frames));
  }

  /** Waits until everything that was sent has been looked at, or the connection has ended. */
  async settled(): Promise<void> {
    const before = this.pongs;
    this.send(frame(PING, 0, 0, '0102030405060708'));
    await until(() => this.closed || this.pongs > before);
  }

  close(): void {
    this.socket.destroy();
  }
}
