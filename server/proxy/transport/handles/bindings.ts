/**
 * The parts of Node's own TCP handles that this transport stands on. They are not documented: they are reached here alone, and used only
 * where the self-test of this folder passes. Source: Node.js src/stream_base.cc, src/tcp_wrap.cc, lib/net.js of version 24.
 */

/** Address and port of a socket, as the handle fills them in. */
export interface SocketName {
  address?: string;
  port?: number;
}

/** A TCP socket of libuv. Methods give 0 or a negative error number. */
export interface TcpHandle {
  /** Called for each read: `state[reads]` says how many bytes, or which error. `this` is the handle. */
  onread: (this: TcpHandle) => void;
  /** Called on a listening socket for each connection. */
  onconnection: (status: number, handle: TcpHandle | undefined) => void;
  /** Reads into this from now on; it cannot be taken back. */
  useUserBuffer(bytes: Uint8Array): void;
  readStart(): number;
  readStop(): number;
  writeBuffer(request: Request, bytes: Uint8Array): number;
  shutdown(request: Request): number;
  connect(request: Request, address: string, port: number): number;
  connect6(request: Request, address: string, port: number): number;
  setNoDelay(on: boolean): number;
  getpeername(out: SocketName): number;
  getsockname(out: SocketName): number;
  close(closed: () => void): void;
  /** Whose it is. */
  owner: unknown;
}

/** A write, shutdown or connection attempt under way. */
export interface Request {
  oncomplete: (this: Request, status: number) => void;
  owner: unknown;
  /** What a write refers to until it is complete. */
  bytes: Buffer | null;
}

interface Bindings {
  newSocket: () => TcpHandle;
  newWrite: () => Request;
  newShutdown: () => Request;
  newConnect: () => Request;
  /** What the last call said, at these places. */
  state: Int32Array;
  reads: number;
  async: number;
}

type Class<T> = new (...parameters: number[]) => T;

interface TcpBinding {
  TCP: Class<TcpHandle>;
  TCPConnectWrap: Class<Request>;
  constants: { SOCKET: number };
}

interface StreamBinding {
  WriteWrap: Class<Request>;
  ShutdownWrap: Class<Request>;
  streamBaseState: Int32Array;
  kReadBytesOrError: number;
  kLastWriteWasAsync: number;
}

let found: Bindings | undefined;

/** The bindings. @throws where this Node has none, or permissions forbid them */
export function bindings(): Bindings {
  if (found !== undefined) return found;
  const { binding } = process as unknown as { binding: (name: string) => unknown };
  const tcp = binding('tcp_wrap') as TcpBinding;
  const stream = binding('stream_wrap') as StreamBinding;
  const { TCP, TCPConnectWrap, constants } = tcp;
  const { WriteWrap, ShutdownWrap, streamBaseState, kReadBytesOrError, kLastWriteWasAsync } = stream;
  found = {
    newSocket: () => new TCP(constants.SOCKET),
    newConnect: () => new TCPConnectWrap(),
    newWrite: () => new WriteWrap(),
    newShutdown: () => new ShutdownWrap(),
    state: streamBaseState,
    reads: kReadBytesOrError,
    async: kLastWriteWasAsync,
  };
  return found;
}
