import { flushCompileCache } from 'node:module';
import { AccessLog } from '../telemetry/access-log.ts';
import { chooseTransport } from '../transport/choose.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { Worker } from './worker.ts';

const DRAIN_MS = 10_000;
const EXIT_MS = 500;

// a log on a full disk, or a terminal that is gone, must not end the process
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

const say = (line: string): void => void process.stderr.write(`proxy worker ${process.pid}: ${line}\n`);
const { SWITCHYARD_ACCESS_LOG: file = '', SWITCHYARD_TRANSPORT: transportName } = process.env;
const log = file === '' ? null : new AccessLog(file, say);

/** Exits when the last messages have gone to the primary. */
function exit(): void {
  log?.close();
  setTimeout(() => process.exit(0), EXIT_MS).unref();
  if (process.connected) process.disconnect();
}

const transport = await chooseTransport(transportName, say);
const worker = new Worker(
  Number(process.argv[2] ?? 0),
  transport,
  (message: FromWorker) => {
    if (process.connected) process.send?.(message);
  },
  exit,
  DEFAULT_LIMITS,
  log,
);

process.on('message', (message, handle) => worker.receive(message as ToWorker, handle));
process.on('disconnect', () => worker.drain(DRAIN_MS));
process.on('SIGTERM', () => worker.drain(DRAIN_MS));
// a Ctrl+C in the terminal is for the primary
process.on('SIGINT', () => {});
process.on('uncaughtException', (error) => {
  say(error.stack ?? error.message);
  process.exit(1);
});
process.send?.({ type: 'ready' } satisfies FromWorker);
// what was compiled is there for the next worker, however this one ends
flushCompileCache();
