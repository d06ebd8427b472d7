import type { Connection } from '../transport/types.ts';
import type { ListenPoint } from './worker-context.ts';
import type { OwnAnswer } from './own-answer.ts';

/** What an exchange needs of the client's connection. */
export interface ClientPort {
  readonly connection: Connection;
  readonly point: ListenPoint;
  /** The client sends no more requests on this connection. */
  readonly closing: boolean;
  readonly remoteAddress: string;
  /** What backends are told of the client. */
  readonly lines: Uint8Array;
  /** Sends an answer of the proxy in place of the backend's. The exchange is over. */
  answerInstead(answer: OwnAnswer, isHead: boolean, requestDone: boolean): void;
  /** The answer has been sent whole. @param keep the connection may serve another request */
  exchangeEnded(keep: boolean): void;
  /** The answer broke off: the connection ends behind what was sent. */
  cutOff(): void;
  /** From now on bytes go to `Exchange.tunnelData`. */
  becomeTunnel(): void;
  pauseReading(): void;
  resumeReading(): void;
  /** Something moved: the connection is not idle. */
  touch(): void;
}
