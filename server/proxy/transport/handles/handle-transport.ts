import { createServer, isIPv6, type AddressInfo } from 'node:net';
import { getSystemErrorName } from 'node:util';
import { input, takeSlab } from '../../arena/arena.ts';
import { Outbox } from '../outbox.ts';
import { Output } from '../output.ts';
import {
  IGNORE,
  type Connection,
  type ConnectionHandler,
  type Listening,
  type ListenSource,
  type Transport,
} from '../types.ts';
import { bindings, type Request, type SocketName, type TcpHandle } from './bindings.ts';
import { HandleConnection, type Shared } from './handle-connection.ts';
import { WriteRequests } from './write-requests.ts';

const BACKLOG = 4096;

/**
 * Connections on Node's TCP handles themselves: no stream object for each of them, one buffer that all read into, and writes that go out
 * without being queued. docs/performance.md says what each of these gives.
 */
export class HandleTransport implements Transport {
  readonly output = new Output(takeSlab());
  private readonly shared: Shared = {
    output: this.output,
    outbox: new Outbox(this.output),
    input,
    writes: new WriteRequests(),
  };

  get turn(): number {
    return this.shared.outbox.turn;
  }

  get writeMs(): number {
    return this.shared.outbox.writeMs;
  }

  flush(): void {
    this.shared.outbox.flush();
  }

  connect(address: string, port: number, handler: ConnectionHandler): Connection {
    const { newSocket, newConnect } = bindings();
    const handle = newSocket();
    const connection = new HandleConnection(handler, this.shared, handle, false);
    const request = newConnect();
    request.owner = connection;
    request.oncomplete = opened;
    const error = isIPv6(address) ? handle.connect6(request, address, port) : handle.connect(request, address, port);
    if (error !== 0) connection.fail(error);
    else handle.setNoDelay(true);
    return connection;
  }

  listen(
    source: ListenSource,
    accepted: (connection: Connection) => void,
    ready: (error: NodeJS.ErrnoException | null) => void,
  ): Listening {
    const server = createServer();
    server.on('error', ready);
    server.on('listening', () => {
      const { _handle: handle } = server as unknown as { _handle: TcpHandle };
      handle.onconnection = (status, socket) => {
        if (socket === undefined) ready(new Error(`accept ${getSystemErrorName(status)}`));
        else this.accept(socket, accepted);
      };
      ready(null);
    });
    if ('handle' in source) server.listen(source.handle, BACKLOG);
    else server.listen(source.port, source.host, BACKLOG);
    return {
      close: () => server.close(),
      get port() {
        return (server.address() as AddressInfo | null)?.port ?? 0;
      },
    };
  }

  private accept(handle: TcpHandle, accepted: (connection: Connection) => void): void {
    const name: SocketName = {};
    if (handle.getpeername(name) !== 0) {
      // it is gone already
      handle.close(() => {});
      return;
    }
    handle.setNoDelay(true);
    const connection = new HandleConnection(IGNORE, this.shared, handle, true);
    accepted(connection);
    connection.start();
  }
}

function opened(this: Request, status: number): void {
  (this.owner as HandleConnection).opened(status);
}
