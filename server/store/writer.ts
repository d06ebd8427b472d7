import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from './errors.ts';
import type { Order, Report, Row, WriterData } from './rows.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations');

interface Waiting {
  rows: Row[];
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * The main thread's side of the writer thread. Transactions that arrive while one batch is being committed are committed together as
 * the next (group commit): one sync of the disk for all of them.
 */
export class Writer {
  readonly #worker: Worker;
  #queue: Waiting[] = [];
  #flying: Waiting[] = [];
  #unusable: StoreUnavailable | null = null;
  #closed: (() => void) | null = null;
  /** Batches that were committed, for measuring. */
  batches = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /**
   * Starts the thread: migrates the file and reads it.
   * @param take gets every row, oldest first
   * @throws StoreUnavailable
   */
  static async open(
    file: string,
    take: (row: Row) => void,
  ): Promise<{ writer: Writer; newest: number; compacted: number }> {
    const data: WriterData = { file, migrations: MIGRATIONS };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: data, name: 'store' });
    const writer = new Writer(worker);
    const start = Promise.withResolvers<{ newest: number; compacted: number }>();
    worker.on('message', (message: Report) => {
      if (message.type === 'rows') message.rows.forEach(take);
      else if (message.type === 'ready') start.resolve(message);
      else if (message.type === 'unusable') start.reject(new StoreUnavailable(message.message));
      else writer.#hear(message);
    });
    worker.once('error', (error) => {
      const failure = new StoreUnavailable(
        `The writer of the database ${file} stopped: ${error.message}. Start again.`,
      );
      start.reject(failure);
      writer.#fail(failure);
    });
    worker.once('exit', () => {
      const failure = new StoreUnavailable(`The writer of the database ${file} has ended. Start again.`);
      start.reject(failure);
      writer.#fail(failure);
      writer.#closed?.();
    });
    try {
      return { writer, ...(await start.promise) };
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  /** Resolves when the rows are on the disk. A failure rejects everything that was queued behind it as well, because it built on it. */
  append(rows: Row[]): Promise<void> {
    if (this.#unusable !== null) return Promise.reject(this.#unusable);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#queue.push({ rows, resolve, reject });
    this.#next();
    return promise;
  }

  compact(upTo: number): void {
    if (this.#unusable === null) this.#send({ type: 'compact', upTo });
  }

  async close(): Promise<void> {
    if (this.#unusable !== null) return;
    const ended = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    this.#send({ type: 'close' });
    await ended;
  }

  #send(order: Order): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    this.#worker.postMessage(order);
  }

  #next(): void {
    if (this.#flying.length > 0 || this.#queue.length === 0) return;
    this.#flying = this.#queue;
    this.#queue = [];
    this.batches += 1;
    this.#send({ type: 'append', rows: this.#flying.flatMap((waiting) => waiting.rows) });
  }

  #hear(message: Report): void {
    if (message.type === 'appended') {
      const done = this.#flying;
      this.#flying = [];
      for (const waiting of done) waiting.resolve();
      this.#next();
    } else if (message.type === 'failed') {
      this.#rejectAll(new StoreUnavailable(message.message));
    } else if (message.type === 'not compacted') {
      console.error(`store: history was not compacted. ${message.message}`);
    }
  }

  #rejectAll(error: Error): void {
    const failed = [...this.#flying, ...this.#queue];
    this.#flying = [];
    this.#queue = [];
    for (const waiting of failed) waiting.reject(error);
  }

  #fail(error: StoreUnavailable): void {
    this.#unusable ??= error;
    this.#rejectAll(this.#unusable);
  }
}
