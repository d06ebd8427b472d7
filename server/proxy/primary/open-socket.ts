import * as net from 'node:net';

/** A bound TCP socket that does not accept: workers listen on it, and it stays when one of them dies. */
export interface BoundSocket {
  /** To be sent to workers; null when it is closed. */
  handle: object | null;
  port: number;
  close: () => void;
}

interface TcpHandle {
  getsockname(out: { port?: number }): number;
  close(): void;
}

/**
 * What `node:cluster` itself binds its shared sockets with. A net.Server cannot take its place: it accepts as soon as it listens, and the
 * connections that the primary accepted would have to be sent to workers one by one.
 */
const { _createServerHandle: createServerHandle } = net as unknown as {
  _createServerHandle: (address: string, port: number, family: 4 | 6) => TcpHandle | number;
};

const CODES: Readonly<Record<number, string>> = {
  13: 'EACCES',
  98: 'EADDRINUSE',
  48: 'EADDRINUSE',
  99: 'EADDRNOTAVAIL',
  49: 'EADDRNOTAVAIL',
};

/** Binds a socket. Returns the code of the error, for example EADDRINUSE, when it cannot. */
export function bindSocket(address: string, port: number): BoundSocket | string {
  const handle = createServerHandle(address, port, net.isIPv6(address) ? 6 : 4);
  if (typeof handle === 'number') return CODES[-handle] ?? `error ${-handle}`;
  const name: { port?: number } = {};
  // a bind that failed may be told only here
  const error = handle.getsockname(name);
  if (error !== 0 || (port !== 0 && name.port !== port)) {
    handle.close();
    return 'EADDRINUSE';
  }
  const bound: BoundSocket = {
    handle,
    port: name.port ?? port,
    close: () => {
      if (bound.handle !== null) handle.close();
      bound.handle = null;
    },
  };
  return bound;
}
