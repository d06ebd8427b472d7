import { connect as netConnect, createServer, type AddressInfo, type Socket } from 'node:net';
import { input, takeSlab } from '../arena/arena.ts';
import { Outbox, type Posting } from './outbox.ts';
import { Output } from './output.ts';
import {
  IGNORE,
  type Connection,
  type ConnectionHandler,
  type Listening,
  type ListenSource,
  type Transport,
} from './types.ts';

const BACKLOG = 4096;
const NOTHING = Buffer.alloc(0);

/** Where a socket keeps its connection: listeners that all sockets share need no closures, which idle ones would pay for in memory. */
const OWNER = Symbol('connection');

interface OwnedSocket extends Socket {
  [OWNER]: TcpConnection;
}

/** A connection on a net.Socket. */
class TcpConnection implements Connection, Posting {
  handler: ConnectionHandler;
  connected: boolean;
  blocked = false;
  taken = 0;
  slot = -1;
  readonly socket: Socket;
  private readonly output: Output;
  private readonly outbox: Outbox;
  /** Slabs that the kernel has not taken whole. */
  private waiting: Buffer[] | null = null;
  private error = '';

  constructor(handler: ConnectionHandler, outbox: Outbox, output: Output, socket: Socket, connected: boolean) {
    this.handler = handler;
    this.output = output;
    this.outbox = outbox;
    this.connected = connected;
    this.socket = socket;
    (socket as OwnedSocket)[OWNER] = this;
    socket.on('end', ended);
    socket.on('error', failed);
    socket.on('close', closed);
  }

  get remoteAddress(): string {
    return this.socket.remoteAddress ?? '';
  }
  get remotePort(): number {
    return this.socket.remotePort ?? 0;
  }
  get localAddress(): string {
    return this.socket.localAddress ?? '';
  }
  get localPort(): number {
    return this.socket.localPort ?? 0;
  }
  get refused(): boolean {
    return this.socket.errored !== null;
  }

  send(output: Output): boolean {
    const { socket } = this;
    const { length } = output;
    if (length === 0) return !this.blocked;
    this.sendNow();
    output.length = 0;
    if (socket.destroyed || socket.writableEnded) return true;
    if (length < SMALL && (this.blocked || !this.connected)) {
      // waits for certain, so a copy of its own size is cheaper than a slab
      this.write(Buffer.from(output.bytes.subarray(0, length)));
      this.block();
      return false;
    }
    this.write(output.bytes.subarray(0, length));
    if (socket.writableLength === 0) return true;
    this.waiting ??= [];
    this.waiting.push(output.retire());
    this.block();
    return false;
  }

  private write(bytes: Buffer): void {
    this.socket.write(bytes);
    if (!this.refused) this.taken++;
  }

  sendSoon(output: Output): boolean {
    const { socket } = this;
    if (this.blocked || !this.connected || output.length === 0 || socket.destroyed || socket.writableEnded)
      return this.send(output);
    return this.outbox.put(this) || this.send(output);
  }

  /** Waits until everything has been written. A callback for each write would cost those that do not wait. */
  private block(): void {
    if (this.blocked) return;
    this.blocked = true;
    this.awaitWritten();
  }

  private awaitWritten(): void {
    this.socket.write(NOTHING, () => {
      // also called for what a connection that is gone has dropped
      if (this.socket.destroyed) return;
      if (this.socket.writableLength > 0) this.awaitWritten();
      else this.unblock();
    });
  }

  private unblock(): void {
    this.blocked = false;
    this.giveBack();
    this.handler.onWritable();
  }

  /** The slabs that waited are free: the kernel has taken what is in them, or the socket is gone. */
  private giveBack(): void {
    if (this.waiting === null) return;
    for (const slab of this.waiting) this.output.reuse(slab);
    this.waiting = null;
  }

  sendNow(): void {
    if (this.slot >= 0) this.outbox.sendNow(this);
  }

  withhold(): boolean {
    if (this.slot < 0) return false;
    this.outbox.withhold(this);
    return true;
  }

  probe(): void {
    this.sendNow();
    if (!this.socket.destroyed && !this.socket.writableEnded) this.socket.write(NOTHING);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.sendNow();
    this.socket.end();
  }

  destroy(): void {
    this.sendNow();
    this.socket.destroy();
  }

  fail(error: NodeJS.ErrnoException): void {
    this.error = error.code ?? error.message;
  }

  close(): void {
    this.giveBack();
    const { handler } = this;
    this.handler = IGNORE;
    handler.onClose(this.error);
  }
}

const SMALL = 16 * 1024;
/** What most heads are smaller than. */
const HEAD_SIZE = 8 * 1024;

function connected(this: Socket): void {
  const connection = (this as OwnedSocket)[OWNER];
  connection.connected = true;
  connection.handler.onConnect();
}

/** A head is scanned faster in the arena, even though it has to be brought there; a piece of a body is not looked at. */
function received(this: Socket, bytes: Buffer): void {
  const { handler } = (this as OwnedSocket)[OWNER];
  const { length } = bytes;
  if (length > HEAD_SIZE) return handler.onData(bytes, 0, length);
  input.set(bytes);
  handler.onData(input, 0, length);
}

function ended(this: Socket): void {
  (this as OwnedSocket)[OWNER].handler.onEnd();
}

function failed(this: Socket, error: NodeJS.ErrnoException): void {
  (this as OwnedSocket)[OWNER].fail(error);
}

function closed(this: Socket): void {
  (this as OwnedSocket)[OWNER].close();
}

/** Connections on documented Node APIs alone. */
export class TcpTransport implements Transport {
  readonly output = new Output(takeSlab());
  private readonly outbox = new Outbox(this.output);

  get turn(): number {
    return this.outbox.turn;
  }

  get writeMs(): number {
    return this.outbox.writeMs;
  }

  flush(): void {
    this.outbox.flush();
  }

  connect(address: string, port: number, handler: ConnectionHandler): Connection {
    const socket = netConnect({
      host: address,
      port,
      allowHalfOpen: true,
      noDelay: true,
      onread: {
        buffer: input,
        callback: (length) => {
          connection.handler.onData(input, 0, length);
          return true;
        },
      },
    });
    const connection = new TcpConnection(handler, this.outbox, this.output, socket, false);
    socket.on('connect', connected);
    return connection;
  }

  listen(
    source: ListenSource,
    accepted: (connection: Connection) => void,
    ready: (error: NodeJS.ErrnoException | null) => void,
  ): Listening {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      if (socket.remoteAddress === undefined) {
        // it is gone already
        socket.on('error', () => {});
        socket.destroy();
        return;
      }
      accepted(new TcpConnection(IGNORE, this.outbox, this.output, socket, true));
      socket.on('data', received);
    });
    server.on('error', ready);
    server.on('listening', () => ready(null));
    if ('handle' in source) server.listen(source.handle, BACKLOG);
    else server.listen(source.port, source.host, BACKLOG);
    return {
      close: () => server.close(),
      get port() {
        return (server.address() as AddressInfo | null)?.port ?? 0;
      },
    };
  }
}
