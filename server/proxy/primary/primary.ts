import path from 'node:path';
import type { FromProxy } from '../../contract/control.ts';
import type { Patience } from '../../contract/watchdog.ts';
import type { Router } from '../../routing/match.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import { checkDelta, checkSnapshot, DeltaGap } from './check-snapshot.ts';
import { ControlServer, type Peer } from './control-server.ts';
import { SnapshotFile } from './snapshot-file.ts';
import { SocketTable } from './socket-table.ts';
import { WorkerPool, type WorkerTask } from './worker-pool.ts';

const RETRY_MS = 250;
/** Longest time that an end waits for a snapshot. */
const APPLY_MS = 1_000;
const DRAIN_MS = 10_000;
const LONGEST_DRAIN_MS = 600_000;

/** The primary process: owns the listening sockets, the workers and the snapshot in service. It sees no request. */
export class Primary {
  private readonly startedAt = new Date().toISOString();
  private readonly sockets = new SocketTable();
  private readonly file: SnapshotFile;
  private readonly workers: WorkerPool;
  private readonly exit: (code: number) => void;
  private control: ControlServer | null = null;
  private snapshot: Snapshot | null = null;
  /** Snapshots are applied one after the other. */
  private queue: Promise<void> = Promise.resolve();
  /** The snapshot on disk has been looked at. */
  private started: Promise<void> = Promise.resolve();
  /** Snapshots that came and have not been looked at: only the last is applied. */
  private waiting = 0;
  private draining = false;
  /** The newest snapshot is not on disk. */
  private unkept = false;
  private retryTimer: NodeJS.Timeout | null = null;

  /**
   * @param data folder of the control socket and the snapshot
   * @param workers number of worker processes
   * @param patience with workers that do not answer; undefined is for ever
   * @param exit ends the process
   */
  constructor(data: string, workers: number, patience: Patience | undefined, exit: (code: number) => void) {
    this.file = new SnapshotFile(path.join(data, 'snapshot.json'));
    this.exit = exit;
    this.workers = new WorkerPool(workers, patience, {
      deltas: (deltas) => this.control?.broadcast({ type: 'deltas', deltas }),
      socketFailed: (key, code) => this.sockets.failed(key, code),
    });
  }

  /** Serves the last good snapshot and opens the control socket. Rejects when another proxy runs on the same data. */
  async start(socketFile: string): Promise<void> {
    let begin = (): void => {};
    this.started = new Promise((resolve) => (begin = resolve));
    this.queue = this.started;
    this.control = await ControlServer.open(socketFile, {
      // not before the snapshot on disk is served
      hello: () => this.started.then(() => this.hello()),
      message: (value, from) => this.receive(value, from),
    });
    const reason = await this.serveKept();
    if (reason !== null) {
      process.stderr.write(
        `proxy: the snapshot on disk (${this.file.path}) is not served: ${reason}. The console sends another as soon as it runs.\n`,
      );
    }
    begin();
    this.retryTimer = setInterval(() => this.retrySockets(), RETRY_MS);
  }

  /** Serves what is on disk. @returns why it is not served; null as well when there is nothing */
  private async serveKept(): Promise<string | null> {
    const kept = this.file.read();
    if (kept === null) return null;
    if ('problem' in kept) return kept.problem;
    let router: Router;
    try {
      router = checkSnapshot(kept.snapshot);
      for (const delta of kept.deltas) router = checkDelta(router, delta);
    } catch (error) {
      return textOf(error);
    }
    return this.apply(router.snapshot, false);
  }

  /** Finishes what is in flight, then exits with 0. */
  async drain(deadlineMs: number): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    if (this.retryTimer !== null) clearInterval(this.retryTimer);
    this.control?.stopListening();
    // a snapshot that is being applied is finished, unless a worker hangs
    await Promise.race([this.queue, new Promise((resolve) => setTimeout(resolve, APPLY_MS))]);
    this.sockets.closeAll();
    await this.workers.drain(deadlineMs);
    await this.control?.close();
    this.exit(0);
  }

  private hello(): FromProxy {
    return {
      type: 'hello',
      pid: process.pid,
      workers: this.workers.size,
      revision: this.snapshot?.revision ?? null,
      startedAt: this.startedAt,
      bindings: this.sockets.bindings,
    };
  }

  private acknowledgement(ms: number): FromProxy {
    return {
      type: 'ack',
      revision: this.snapshot?.revision ?? 0,
      workers: this.workers.size,
      ms,
      bindings: this.sockets.bindings,
    };
  }

  private receive(value: unknown, from: Peer): void {
    if (typeof value !== 'object' || value === null) return;
    const message = value as { type?: unknown; snapshot?: unknown; delta?: unknown; deadlineMs?: unknown };
    if (message.type === 'drain') {
      const { deadlineMs } = message;
      const given =
        typeof deadlineMs === 'number' && deadlineMs >= 0 ? Math.min(deadlineMs, LONGEST_DRAIN_MS) : DRAIN_MS;
      void this.drain(given);
    } else if (message.type === 'snapshot') this.take(message.snapshot, from, () => checkSnapshot(message.snapshot));
    else if (message.type === 'delta') {
      const before = from.received;
      if (before === null) from.answer({ type: 'whole' });
      else this.take(message.delta, from, () => checkDelta(before, message.delta));
    } else if (message.type === 'ping') from.answer({ type: 'pong' });
  }

  /** Takes what a console sent, and puts it in service when it is its turn. @param check throws when it cannot be served */
  private take(value: unknown, from: Peer, check: () => Router): void {
    try {
      from.received = check();
    } catch (error) {
      from.received = null;
      if (error instanceof DeltaGap) from.answer({ type: 'whole' });
      // answers come in the order of what was sent
      else this.afterwards(async () => from.answer(refusal(value, textOf(error))));
      return;
    }
    this.enqueue(from.received.snapshot, from);
  }

  private enqueue(snapshot: Snapshot, from: Peer): void {
    const begun = performance.now();
    this.waiting++;
    this.afterwards(async () => {
      this.waiting--;
      if (this.waiting > 0 || this.draining) return;
      const reason = await this.apply(snapshot, true);
      if (reason === null) {
        this.control?.broadcast(this.acknowledgement(Math.round(performance.now() - begun)));
        return;
      }
      from.received = null;
      from.answer(refusal(snapshot, reason));
    });
  }

  /** Does something when what is being done is done. */
  private afterwards(work: () => Promise<void>): void {
    const before = this.queue;
    this.queue = (async () => {
      await before;
      try {
        await work();
      } catch (error) {
        process.stderr.write(`proxy: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      }
    })();
  }

  /** Puts a snapshot in service on all workers, or leaves the one before there and returns why. */
  private async apply(snapshot: Snapshot, keep: boolean): Promise<string | null> {
    const before = this.snapshot;
    const preparation = this.sockets.prepare(snapshot);
    const refused = await this.workers.apply({ snapshot, ...preparation }, preparation.opened);
    if (refused !== null) {
      preparation.undo();
      if (before !== null) await this.workers.apply(this.task(before), []);
      return refused;
    }
    this.snapshot = snapshot;
    preparation.commit();
    if (keep) this.keep(snapshot);
    return null;
  }

  /** A disk that takes no snapshot is told once; serving goes on. */
  private keep(snapshot: Snapshot): void {
    try {
      this.file.write(snapshot);
      if (this.unkept) process.stderr.write(`proxy: snapshots are kept on disk again, at ${this.file.path}.\n`);
      this.unkept = false;
    } catch (error) {
      if (!this.unkept) {
        process.stderr.write(
          `proxy: the snapshot is served and could not be kept on disk (${this.file.path}): ${textOf(error)}. ` +
            'A proxy that starts without a console would serve an older one. Free space or correct the permissions of the folder.\n',
        );
      }
      this.unkept = true;
    }
  }

  private task(snapshot: Snapshot): WorkerTask {
    return { snapshot, places: this.sockets.places, open: this.sockets.open };
  }

  /** A port may have become free. */
  private retrySockets(): void {
    this.afterwards(async () => {
      const opened = this.sockets.retry();
      if (opened.length === 0 || this.draining) return;
      if (this.snapshot !== null) await this.workers.listenAll(this.task(this.snapshot), opened);
      this.control?.broadcast(this.acknowledgement(0));
    });
  }
}

function refusal(value: unknown, reason: string): FromProxy {
  const { revision } = (value ?? {}) as { revision?: unknown };
  return { type: 'nack', revision: typeof revision === 'number' ? revision : 0, reason };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
