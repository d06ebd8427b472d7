import type { FieldList } from '../http2/streams.ts';
import type { UpstreamFailure } from './upstream-connection.ts';

/** A request as it is sent to a backend, whatever that speaks. */
export interface CallHead {
  method: string;
  /** Path with the query. */
  target: string;
  authority: string;
  /** Fields that are sent, without those of one connection alone. */
  fields: FieldList;
  /** -1: it is not known. */
  contentLength: number;
  /** No body follows. */
  ended: boolean;
}

/** Who sends a request to a backend and takes the answer. No method may throw. */
export interface CallUser {
  /** The connection is established. */
  callConnected(): void;
  /** The head of the answer. `fields`: without those of one connection alone. */
  callHead(status: number, fields: FieldList, ended: boolean): void;
  /** A piece of the body, which is the user's from now on. */
  callData(bytes: Buffer): void;
  /** The answer is whole. Not called when the head said so. */
  callEnd(trailers: FieldList | null): void;
  /** What was sent has gone. */
  callWritable(): void;
  /** There will be no (more of the) answer. */
  callFailed(failure: UpstreamFailure): void;
}

/** A request on its way to a backend. */
export interface UpstreamCall {
  /** Sends a piece of the body, which must not be changed after. Returns false when the source should pause until `callWritable`. */
  send(bytes: Buffer): boolean;
  /** The request is whole. */
  end(trailers: FieldList | null): void;
  pause(): void;
  resume(): void;
  /** Nobody waits for it any more: its user is told nothing from now on. */
  drop(): void;
}
