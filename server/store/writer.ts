import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from './errors.ts';
import type { Order, Report, Row, WriterData } from './rows.ts';

/** What the store hears from its writer. */
export interface WriterEvents {
  /** A row of the file, oldest first, while it is opened. */
  row: (row: Row) => void;
  /** Everything that was queued is lost: called before the first of the rejections is seen. */
  lost: () => void;
}

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
  /** The database refuses writes, which was told. */
  #failing = false;
  /** Revisions that compaction has yet to remove from the file. */
  #gone: number[] = [];
  readonly #file: string;
  readonly #events: WriterEvents;

  private constructor(worker: Worker, file: string, events: WriterEvents) {
    this.#worker = worker;
    this.#file = file;
    this.#events = events;
  }

  /**
   * Starts the thread: checks and migrates the file and reads it.
   * @throws StoreUnavailable
   */
  static async open(
    file: string,
    mostBytes: number | undefined,
    events: WriterEvents,
  ): Promise<{ writer: Writer; newest: number; compacted: number }> {
    const data: WriterData = { file, migrations: MIGRATIONS, mostBytes };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: data, name: 'store' });
    const writer = new Writer(worker, file, events);
    const start = Promise.withResolvers<{ newest: number; compacted: number }>();
    worker.on('message', (message: Report) => {
      if (message.type === 'rows') message.rows.forEach(events.row);
      else if (message.type === 'ready') start.resolve(message);
      else if (message.type === 'unusable') start.reject(new StoreUnavailable(message.message, message.trouble));
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

  /** Removes rows from the file, and what earlier calls could not remove. */
  compact(upTo: number, gone: number[]): void {
    this.#gone.push(...gone);
    if (this.#unusable === null) this.#send({ type: 'compact', upTo, gone: this.#gone });
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
    this.#send({ type: 'append', rows: this.#flying.flatMap((waiting) => waiting.rows) });
  }

  #hear(message: Report): void {
    if (message.type === 'appended') {
      const done = this.#flying;
      this.#flying = [];
      if (this.#failing) console.error(`store: the database ${this.#file} can be written again.`);
      this.#failing = false;
      for (const waiting of done) waiting.resolve();
      this.#next();
    } else if (message.type === 'failed') {
      // once: a full disk must not fill the log as well
      if (!this.#failing) console.error(`store: ${message.message}`);
      this.#failing = true;
      this.#rejectAll(new StoreUnavailable(message.message, message.trouble));
    } else if (message.type === 'compacted') {
      this.#gone.splice(0, message.rows);
    } else if (message.type === 'not compacted') {
      console.error(`store: history was not compacted. ${message.message}`);
    }
  }

  #rejectAll(error: Error): void {
    const failed = [...this.#flying, ...this.#queue];
    this.#flying = [];
    this.#queue = [];
    this.#events.lost();
    for (const waiting of failed) waiting.reject(error);
  }

  #fail(error: StoreUnavailable): void {
    this.#unusable ??= error;
    this.#rejectAll(this.#unusable);
  }
}
