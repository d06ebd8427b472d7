// Sends requests at a steady rate, whatever becomes of them, and counts. Runs as a thread.
import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** What became of the requests since the last report. */
export interface LoadReport {
  sent: number;
  answered: number;
  /** Without an answer, or with another one than 200. */
  failed: number;
  /** Why, and how many. */
  why: Record<string, number>;
  mostInFlight: number;
  /** Milliseconds until the whole answer was there. */
  p50: number;
  p99: number;
  most: number;
}

const { base, host, rate } = workerData as { base: string; host: string; rate: number };
/** One request in so many comes over a connection of its own. */
const NEW_EACH = 10;
const TICK_MS = 5;
const kept = new Agent({ keepAlive: true, maxSockets: 64 });

let inFlight = 0;
let mostInFlight = 0;
let sent = 0;
let count = 0;
let times: number[] = [];
let why: Record<string, number> = {};

function failed(reason: string): void {
  why[reason] = (why[reason] ?? 0) + 1;
}

function send(): void {
  const begun = performance.now();
  const agent = count++ % NEW_EACH === 0 ? false : kept;
  sent++;
  mostInFlight = Math.max(mostInFlight, ++inFlight);
  let over = false;
  const done = (reason: string | null): void => {
    if (over) return;
    over = true;
    inFlight--;
    times.push(performance.now() - begun);
    if (reason !== null) failed(reason);
  };
  const request = get(base, { agent, headers: { host } }, (response) => {
    response.resume();
    response.on('end', () => done(response.statusCode === 200 ? null : `status ${response.statusCode}`));
    response.on('error', (error) => done(`answer cut off: ${(error as NodeJS.ErrnoException).code ?? error.message}`));
  });
  request.on('error', (error) => {
    const { code, message } = error as NodeJS.ErrnoException;
    done(`${code ?? message}${request.reusedSocket ? ' on a kept connection' : ' on a new connection'}`);
  });
}

const quantile = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10;

let owed = 0;
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  owed += ((now - last) * rate) / 1_000;
  last = now;
  for (; owed >= 1; owed--) send();
}, TICK_MS);

parentPort?.on('message', () => {
  const sorted = times.toSorted((a, b) => a - b);
  const report: LoadReport = {
    sent,
    answered: times.length,
    failed: Object.values(why).reduce((sum, each) => sum + each, 0),
    why,
    mostInFlight,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    most: quantile(sorted, 1),
  };
  [sent, times, why, mostInFlight] = [0, [], {}, inFlight];
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  parentPort?.postMessage(report);
});
