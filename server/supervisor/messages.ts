/** What the console tells the supervisor over the channel that Node opens between parent and child. */
export type ConsoleMessage =
  /** It answers on `url`. */
  | { type: 'ready'; url: string }
  /** It cannot start; `reason` is a sentence for the operator. */
  | { type: 'failed'; reason: string }
  /** Whether the demo backends should run. */
  | { type: 'demo'; wanted: boolean }
  /** The answer to a ping. */
  | { type: 'pong' };

/** Asks the console whether it still answers, over the same channel. */
export const PING = { type: 'ping' } as const;

/** True for a message of the console. */
export function isConsoleMessage(value: unknown): value is ConsoleMessage {
  return typeof value === 'object' && value !== null && 'type' in value;
}
