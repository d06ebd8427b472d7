import type { DemoBackend } from '../contract/console.ts';

/*
 * Messages on the control socket of the demo backends (`demo.sock` in the data folder), one JSON value a line. Whoever connects
 * gets the state at once and after every change, and twice a second while requests arrive.
 */

export type ToDemo =
  /** The endpoints (`IP:PORT`) to serve, all of them; others are closed. */
  | { type: 'serve'; endpoints: string[] }
  /** Milliseconds that each answer of this endpoint waits, 0..10000. */
  | { type: 'delay'; endpoint: string; delayMs: number }
  /** Answered with a pong. */
  | { type: 'ping' };

export type FromDemo =
  | { type: 'hello'; pid: number; backends: DemoBackend[] }
  | { type: 'state'; backends: DemoBackend[] }
  | { type: 'pong' };
