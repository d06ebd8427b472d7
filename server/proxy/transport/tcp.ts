import { connect as netConnect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Output } from './output.ts';
import {
  IGNORE,
  type Connection,
  type ConnectionHandler,
  type Listening,
  type ListenSource,
  type Transport,
} from './types.ts';

const READ_BUFFER = 64 * 1024;
const BACKLOG = 4096;

/** A connection on a net.Socket. */
class TcpConnection implements Connection {
  handler: ConnectionHandler;
  connected: boolean;
  blocked = false;
  remoteAddress = '';
  remotePort = 0;
  localAddress = '';
  localPort = 0;
  socket!: Socket;
  private readonly output: Output;
  /** Slabs that the kernel has not taken whole. */
  private waiting: Buffer[] | null = null;
  private error = '';
  private readonly written: () => void;

  constructor(handler: ConnectionHandler, output: Output, connected: boolean) {
    this.handler = handler;
    this.output = output;
    this.connected = connected;
    this.written = () => {
      // also called for what a connection that is gone has dropped
      if (this.blocked && !this.socket.destroyed && this.socket.writableLength === 0) this.unblock();
    };
  }

  attach(socket: Socket): void {
    this.socket = socket;
    socket.on('end', () => this.handler.onEnd());
    socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code ?? error.message));
    socket.on('close', () => {
      this.waiting = null;
      const { handler } = this;
      this.handler = IGNORE;
      handler.onClose(this.error);
    });
  }

  send(output: Output): boolean {
    const { socket } = this;
    const { length } = output;
    if (length === 0) return !this.blocked;
    output.length = 0;
    if (socket.destroyed || socket.writableEnded) return true;
    if (length < SMALL && (this.blocked || !this.connected)) {
      // waits for certain, so a copy of its own size is cheaper than a slab
      this.blocked = true;
      socket.write(Buffer.from(output.bytes.subarray(0, length)), this.written);
      return false;
    }
    socket.write(output.bytes.subarray(0, length), this.written);
    if (socket.writableLength === 0) return true;
    this.blocked = true;
    this.waiting ??= [];
    this.waiting.push(output.retire());
    return false;
  }

  private unblock(): void {
    this.blocked = false;
    if (this.waiting !== null) {
      for (const slab of this.waiting) this.output.reuse(slab);
      this.waiting = null;
    }
    this.handler.onWritable();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }
}

const SMALL = 16 * 1024;

/** Connections on documented Node APIs alone. */
export class TcpTransport implements Transport {
  readonly output = new Output();
  /** What connections to backends read into, one for all of them. */
  private readonly readBuffer = Buffer.allocUnsafeSlow(READ_BUFFER);

  connect(address: string, port: number, handler: ConnectionHandler): Connection {
    const connection = new TcpConnection(handler, this.output, false);
    const { readBuffer } = this;
    const socket = netConnect({
      host: address,
      port,
      allowHalfOpen: true,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length) => {
          connection.handler.onData(readBuffer, 0, length);
          return true;
        },
      },
    });
    socket.on('connect', () => (connection.connected = true));
    connection.attach(socket);
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
      const connection = new TcpConnection(IGNORE, this.output, true);
      connection.remoteAddress = socket.remoteAddress;
      connection.remotePort = socket.remotePort ?? 0;
      connection.localAddress = socket.localAddress ?? '';
      connection.localPort = socket.localPort ?? 0;
      connection.attach(socket);
      accepted(connection);
      socket.on('data', (bytes: Buffer) => connection.handler.onData(bytes, 0, bytes.length));
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
