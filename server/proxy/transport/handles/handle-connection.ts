import { getSystemErrorName } from 'node:util';
import type { Outbox, Posting } from '../outbox.ts';
import type { Output } from '../output.ts';
import { IGNORE, type Connection, type ConnectionHandler } from '../types.ts';
import { bindings, type Request, type SocketName, type TcpHandle } from './bindings.ts';
import type { WriteRequests } from './write-requests.ts';

/** What connections of one worker share. */
export interface Shared {
  output: Output;
  outbox: Outbox;
  /** What all of them read into. */
  input: Buffer;
  writes: WriteRequests;
}

const END_OF_FILE = -4095;
const NOT_CONNECTED = -107;
const NOTHING = Buffer.alloc(0);
/** What is smaller is copied when it has to wait for certain. */
const SMALL = 16 * 1024;

/** A connection on a TCP handle. */
export class HandleConnection implements Connection, Posting {
  handler: ConnectionHandler;
  connected: boolean;
  blocked = false;
  refused = false;
  taken = 0;
  slot = -1;
  readonly handle: TcpHandle;
  private readonly shared: Shared;
  private remote: SocketName | undefined;
  private local: SocketName | undefined;
  /** Writes that are not complete. */
  private pending = 0;
  private reading = false;
  /** The peer has ended; we have been asked to; we have. */
  private peerEnded = false;
  private ending = false;
  private ended = false;
  private closing = false;
  private error = '';

  constructor(handler: ConnectionHandler, shared: Shared, handle: TcpHandle, connected: boolean) {
    this.handler = handler;
    this.shared = shared;
    this.handle = handle;
    this.connected = connected;
    handle.owner = this;
  }

  get remoteAddress(): string {
    return (this.remote ??= nameOf(this.handle, 'getpeername', this.closing)).address ?? '';
  }
  get remotePort(): number {
    return (this.remote ??= nameOf(this.handle, 'getpeername', this.closing)).port ?? 0;
  }
  get localAddress(): string {
    return (this.local ??= nameOf(this.handle, 'getsockname', this.closing)).address ?? '';
  }
  get localPort(): number {
    return (this.local ??= nameOf(this.handle, 'getsockname', this.closing)).port ?? 0;
  }

  /** Begins to read. Once, when the connection is established. */
  start(): void {
    const { handle } = this;
    if (this.closing) return;
    handle.useUserBuffer(this.shared.input);
    handle.onread = received;
    this.resume();
  }

  send(output: Output): boolean {
    const { length } = output;
    if (length === 0) return !this.blocked;
    this.sendNow();
    output.length = 0;
    if (this.closing || this.ending || this.refused) return true;
    if (length < SMALL && (this.blocked || !this.connected)) {
      const copy = Buffer.from(output.bytes.subarray(0, length));
      if (this.write(copy)) this.wait(copy);
      return !this.blocked;
    }
    if (!this.write(output.view(length))) return true;
    this.wait(output.retire());
    return false;
  }

  sendSoon(output: Output): boolean {
    const { blocked, connected, closing, ending, refused } = this;
    if (blocked || !connected || closing || ending || refused || output.length === 0) return this.send(output);
    return this.shared.outbox.put(this) || this.send(output);
  }

  /** Hands bytes to the kernel. Returns true when some of them wait. */
  private write(bytes: Uint8Array): boolean {
    const error = this.handle.writeBuffer(this.shared.writes.next, bytes);
    if (error !== 0) {
      this.failWriting(error);
      return false;
    }
    if (bytes !== NOTHING) this.taken++;
    return state[async] !== 0;
  }

  private wait(bytes: Buffer): void {
    const { writes } = this.shared;
    const request = writes.next;
    request.owner = this;
    request.bytes = bytes;
    request.oncomplete = written;
    writes.taken();
    this.pending++;
    this.blocked = true;
  }

  /** A write that waited is complete, or never will be. */
  written(request: Request, status: number): void {
    const { bytes } = request;
    const { output, writes } = this.shared;
    if (bytes !== null) output.reuse(bytes);
    writes.rest(request);
    this.pending--;
    if (this.closing) return;
    if (status < 0) return this.failWriting(status);
    if (this.pending > 0) return;
    this.blocked = false;
    this.handler.onWritable();
  }

  sendNow(): void {
    if (this.slot >= 0) this.shared.outbox.sendNow(this);
  }

  withhold(): boolean {
    if (this.slot < 0) return false;
    this.shared.outbox.withhold(this);
    return true;
  }

  probe(): void {
    this.sendNow();
    if (!this.closing && !this.ending && !this.refused && this.write(NOTHING)) this.wait(NOTHING);
  }

  pause(): void {
    // of one that is broken the rest is read, to know its end
    if (!this.reading || this.refused) return;
    this.reading = false;
    if (!this.closing) this.handle.readStop();
  }

  resume(): void {
    if (this.reading || this.closing || this.peerEnded || !this.connected) return;
    this.reading = true;
    const error = this.handle.readStart();
    if (error !== 0) this.fail(error);
  }

  received(): void {
    const length = state[reads]!;
    if (length > 0) return this.handler.onData(this.shared.input, 0, length);
    if (length === 0 || this.closing) return;
    if (this.refused) return this.endBroken(length === END_OF_FILE);
    if (length !== END_OF_FILE) return this.fail(length);
    this.peerEnded = true;
    this.reading = false;
    this.handler.onEnd();
    if (this.ended) this.destroy();
  }

  end(): void {
    if (this.ending || this.closing) return;
    this.sendNow();
    this.ending = true;
    if (this.connected) this.shutDown();
  }

  private shutDown(): void {
    const request = bindings().newShutdown();
    request.owner = this;
    request.oncomplete = shut;
    const error = this.handle.shutdown(request);
    if (error === 1 || error === NOT_CONNECTED) this.shut(0);
    else if (error !== 0) this.fail(error);
  }

  /** Our end is sent. */
  shut(status: number): void {
    if (this.closing) return;
    if (status < 0 && status !== NOT_CONNECTED) return this.fail(status);
    this.ended = true;
    if (this.peerEnded) this.destroy();
  }

  /** The attempt to connect is over. */
  opened(status: number): void {
    if (this.closing) return;
    if (status < 0) return this.fail(status);
    this.connected = true;
    this.start();
    this.handler.onConnect();
    if (this.ending && !this.closing) this.shutDown();
  }

  /** The peer takes no more. What it sent before is still read: it may say why. @param status negative error number */
  private failWriting(status: number): void {
    if (!this.reading || this.closing) return this.fail(status);
    if (!this.refused) this.error = getSystemErrorName(status);
    this.refused = true;
  }

  /** All that a peer sent which takes no more has been read. */
  private endBroken(inOrder: boolean): void {
    this.reading = false;
    // the kernel says EPIPE, and not ECONNRESET, where the end had come before the reset
    if (inOrder && this.error === 'EPIPE') {
      this.peerEnded = true;
      this.handler.onEnd();
    }
    this.destroy();
  }

  /** Drops the connection because of an error. @param status negative error number */
  fail(status: number): void {
    if (this.closing) return;
    this.error = getSystemErrorName(status);
    this.refused = true;
    this.destroy();
  }

  destroy(): void {
    if (this.closing) return;
    this.sendNow();
    this.closing = true;
    this.reading = false;
    this.handle.close(() => {
      const { handler } = this;
      this.handler = IGNORE;
      handler.onClose(this.error);
    });
  }
}

const { state, reads, async } = bindings();

function nameOf(handle: TcpHandle, method: 'getpeername' | 'getsockname', closing: boolean): SocketName {
  const name: SocketName = {};
  if (!closing) handle[method](name);
  return name;
}

function received(this: TcpHandle): void {
  (this.owner as HandleConnection).received();
}

function written(this: Request, status: number): void {
  (this.owner as HandleConnection).written(this, status);
}

function shut(this: Request, status: number): void {
  (this.owner as HandleConnection).shut(status);
}
