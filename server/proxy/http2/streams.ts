/*
 * HTTP/2 as the proxy sees it: connections that carry many streams, each a message either way.
 */

/** Fields of a message in order: name, value, name, value. Names are in lower case, those that begin with a colon come first. Latin-1. */
export type FieldList = readonly string[];

/** How a stream ended. */
export interface StreamEnd {
  /** Error code, NO_ERROR when both sides came to their end. */
  code: number;
  /** Its connection is gone. */
  gone: boolean;
  /** The peer says that it has processed none of it, or nothing of it was sent. */
  unprocessed: boolean;
}

/** What a stream tells its owner. No method may throw. */
export interface StreamHandler {
  /** The head of the answer, on streams of ours; interim ones are left out. `ended`: nothing follows it. */
  onHead(fields: FieldList, ended: boolean): void;
  /** A piece of the body, which is the owner's from now on. */
  onData(bytes: Buffer): void;
  /** The peer has sent all, and perhaps trailers. Not called when the head said so. */
  onEnd(trailers: FieldList | null): void;
  /** What was sent has gone, after a `data` that returned false. */
  onWritable(): void;
  /** The stream is closed. Called once. */
  onClose(end: StreamEnd): void;
}

/** A stream, either side's. What is sent on one that is closed is dropped. */
export interface Stream {
  handler: StreamHandler;
  /** Pieces wait to be sent: the peer does not read, or not as fast. */
  readonly blocked: boolean;
  /** Sends an interim answer. */
  interim(status: number): void;
  /** Sends the head of an answer. `ended`: nothing follows it. */
  head(fields: FieldList, ended: boolean): void;
  /** Sends a piece of the body, which must not be changed after. Returns false when the source should pause until `onWritable`. */
  data(bytes: Buffer): boolean;
  /** Sends the end. */
  end(trailers: FieldList | null): void;
  /** Closes the stream; with NO_ERROR behind all that was sent. */
  reset(code: number): void;
  /** Takes no more from the peer until `resume`: what it may send is bounded by the window of the stream. */
  pause(): void;
  resume(): void;
}

/** What a connection of streams tells its owner. No method may throw. */
export interface StreamsHandler {
  /** It is established, on connections of ours. */
  onConnect(): void;
  /** The peer opened a stream: its handler has to be set before the call returns. `ended`: nothing follows the head. */
  onStream(stream: Stream, fields: FieldList, ended: boolean): void;
  /** A stream is closed. Called behind its own `onClose`. */
  onStreamClosed(): void;
  /** The connection is gone. Called once, behind the `onClose` of its streams. */
  onClose(): void;
}

/** A connection that carries streams. */
export interface Streams {
  handler: StreamsHandler;
  /** False while it is being established. */
  readonly connected: boolean;
  /** The peer broke the rules of HTTP/2, so that the connection is gone. */
  readonly malformed: boolean;
  /** Open streams. */
  readonly count: number;
  /** Another stream may be opened: neither side is going away, and the peer's limit is not reached. */
  readonly hasRoom: boolean;
  /** Opens a stream, on connections of ours. `ended`: the request has no body. */
  open(fields: FieldList, ended: boolean, handler: StreamHandler): Stream;
  /** Says that no more streams are wanted, lets those that are open come to their end, then ends. */
  goAway(): void;
  destroy(): void;
}
