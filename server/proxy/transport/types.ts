import type { Output } from './output.ts';

/** What a connection tells its owner. No method may throw. */
export interface ConnectionHandler {
  /** It is established. Not called for accepted ones. */
  onConnect(): void;
  /** Bytes have come: `bytes[start, end)`, valid during the call only; the owner may change them in place. */
  onData(bytes: Buffer, start: number, end: number): void;
  /** The peer will send nothing more. */
  onEnd(): void;
  /** All that was sent has gone to the kernel, after a `send` that returned false. */
  onWritable(): void;
  /** The connection is gone; `code` of the error, for example ECONNRESET, or '' when it closed in order. Called once. */
  onClose(code: string): void;
}

/** A connection, either side's. */
export interface Connection {
  handler: ConnectionHandler;
  /** False while it is being established. */
  readonly connected: boolean;
  /** The last `send` has not gone to the kernel as a whole yet. */
  readonly blocked: boolean;
  /** The kernel refused what was sent last, and `onClose` will follow: the peer had reset the connection before. */
  readonly refused: boolean;
  /** Pieces that the kernel took, or may take when it has room. */
  readonly taken: number;
  /** IP literals without brackets. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** Sends what `output` holds and empties it. Returns false when some of it waits: the source should pause until `onWritable`. */
  send(output: Output): boolean;
  /**
   * As `send`, but a short message may go out at the end of this turn of the event loop, together with others: whoever sends it cannot tell yet
   * whether it waits. The order of what is sent on a connection stays.
   */
  sendSoon(output: Output): boolean;
  /** Sends at once what waits for the end of the turn. */
  sendNow(): void;
  /**
   * Takes back what waits for the end of the turn, so that it is never sent.
   * @returns false where nothing waits
   */
  withhold(): boolean;
  /** Sends nothing, to be told by `onClose` when the peer has reset the connection behind its end. */
  probe(): void;
  /** Reads no more until `resume`; at most one piece that was read already may follow. */
  pause(): void;
  resume(): void;
  /** Sends what waits, then the end. Reading goes on. */
  end(): void;
  /** Drops the connection and what waits. */
  destroy(): void;
}

/** A listening socket in a worker. */
export interface Listening {
  /** Accepts no more. Open connections stay. */
  close(): void;
  /** Port in fact bound. */
  readonly port: number;
}

/** The only place that knows how bytes are read and written. */
export interface Transport {
  readonly output: Output;
  /** Number of the turn of the event loop while something is gathered to be sent at its end, -1 otherwise. */
  readonly turn: number;
  /** Milliseconds that a write of what is gathered takes, as of the last time. */
  readonly writeMs: number;
  /** Sends what is gathered at once: something is to follow that takes its time. */
  flush(): void;
  /** Connects to an IP literal. Failure is told by `onClose` before `connected` is true. */
  connect(address: string, port: number, handler: ConnectionHandler): Connection;
  /**
   * Accepts connections on a socket: one handed over by the primary, or an address of its own.
   * @param failed the socket cannot be listened on
   */
  listen(
    source: ListenSource,
    accepted: (connection: Connection) => void,
    ready: (error: NodeJS.ErrnoException | null) => void,
  ): Listening;
}

/** `handle`: as it came with a message of the primary. */
export type ListenSource = { handle: object } | { host: string; port: number };

/** A handler for connections that nobody waits for. */
export const IGNORE: ConnectionHandler = {
  onConnect() {},
  onData() {},
  onEnd() {},
  onWritable() {},
  onClose() {},
};
