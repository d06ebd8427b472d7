// The writer thread: it alone owns the database, because better-sqlite3 blocks the thread that calls it.
import { parentPort, workerData } from 'node:worker_threads';
import { Database } from './database.ts';
import { explain } from './errors.ts';
import { inspect } from './inspect.ts';
import { migrate, readMigrations } from './migrations.ts';
import type { Order, Report, Row, WriterData } from './rows.ts';

const port = parentPort;
if (port === null) throw new Error('server/store/worker.ts is a worker thread; use openStore');
const { file, migrations, mostBytes } = workerData as WriterData;
const report = (message: Report): void => port.postMessage(message);
const database = new Database(file, mostBytes);

async function open(): Promise<void> {
  try {
    const known = readMigrations(migrations);
    await inspect(file, known);
    migrate(file, known);
    const { compacted } = await database.open();
    const newest = await database.load((rows) => report({ type: 'rows', rows }));
    report({ type: 'ready', newest, compacted });
  } catch (error) {
    await database.close().catch(() => {});
    const { message, trouble } = explain(file, 'open', error);
    report({ type: 'unusable', message, trouble });
  }
}

async function append(rows: Row[]): Promise<void> {
  try {
    await database.ready();
  } catch (error) {
    const { message, trouble } = explain(file, 'write', error);
    return report({ type: 'failed', message, trouble });
  }
  try {
    await database.append(rows);
    report({ type: 'appended' });
  } catch (error) {
    const fate = await database.fateOf(rows);
    if (fate === 'saved') return report({ type: 'appended' });
    const { message, trouble } = explain(file, 'write', error, fate);
    report({ type: 'failed', message, trouble });
  }
}

async function compact(upTo: number, gone: number[]): Promise<void> {
  try {
    await database.compact(upTo, gone);
    report({ type: 'compacted', rows: gone.length });
  } catch (error) {
    report({ type: 'not compacted', message: explain(file, 'write', error).message });
  }
}

async function obey(order: Order): Promise<void> {
  if (order.type === 'append') return append(order.rows);
  if (order.type === 'compact') return compact(order.upTo, order.gone);
  await database.close().catch(() => {});
  report({ type: 'closed' });
  port?.close();
}

await open();
let turn: Promise<void> = Promise.resolve();
port.on('message', (order: Order) => {
  turn = turn.then(() => obey(order));
});
