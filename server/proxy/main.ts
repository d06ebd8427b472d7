import { chmodSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { patienceOf } from '../contract/watchdog.ts';
import { Primary } from './primary/primary.ts';

const DRAIN_MS = 10_000;
const MOST_WORKERS = 256;

function workerCount(setting: string | undefined): number {
  if (setting === undefined || setting === '') return 1;
  if (setting === 'auto') return availableParallelism();
  const count = Number(setting);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_WORKERS) return count;
  throw new Error(
    `SWITCHYARD_WORKERS is ${JSON.stringify(setting)}: set it to auto or to a number from 1 to ${MOST_WORKERS}.`,
  );
}

// a log on a full disk, or a terminal that is gone, must not end the process
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

async function run(): Promise<void> {
  const data = path.resolve(process.env.SWITCHYARD_DATA ?? '.switchyard');
  const workers = workerCount(process.env.SWITCHYARD_WORKERS);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  chmodSync(data, 0o700);
  const primary = new Primary(data, workers, patienceOf(Number(process.env.SWITCHYARD_WATCHDOG ?? '30')), (code) =>
    process.exit(code),
  );
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void primary.drain(DRAIN_MS));
  await primary.start(path.join(data, 'proxy.sock'));
}

try {
  await run();
} catch (error) {
  process.stderr.write(`proxy: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
