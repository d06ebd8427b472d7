import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Deltas } from '../../contract/control.ts';
import { type Patience, Watchdog } from '../../contract/watchdog.ts';
import type { Snapshot } from '../../routing/snapshot.ts';
import { deltaOf } from '../../routing/snapshot-delta.ts';
import type { FromWorker, SocketPlace, ToWorker } from '../worker/messages.ts';
import type { OpenSocket } from './socket-table.ts';

const SCRIPT = fileURLToPath(new URL('../worker/main.ts', import.meta.url));
const FIRST_RESTART_MS = 20;
const LONGEST_RESTART_MS = 2_000;
const STEADY_MS = 5_000;

/** A worker that starts must serve within this time for a snapshot to wait for it. */
const START_MS = 10_000;

/**
 * Megabytes of V8's young generation. A worker leaves little garbage, so a large one is of no use to it, but it would grow with a burst of
 * connections and stay. Measured with bench/idle-connections.ts and bench/requests.ts.
 */
const WORKER_FLAGS = ['--max-semi-space-size=2'];

/** What workers serve. */
export interface WorkerTask {
  snapshot: Snapshot;
  places: SocketPlace[];
  /** All sockets: what a worker that starts is given. */
  open: OpenSocket[];
}

export interface WorkerPoolEvents {
  deltas: (deltas: Deltas) => void;
  /** A worker could not listen on a socket. */
  socketFailed: (key: string, code: string) => void;
}

interface Slot {
  id: number;
  /** Null until it has said that it is ready. */
  child: ChildProcess | null;
  /** The snapshot that it serves; null: it is given a whole one. */
  holds: Snapshot | null;
  /** Waiting for a process that starts to serve. */
  served: ((refused: string | null) => void)[];
  startedAt: number;
  restartMs: number;
}

/** Keeps the worker processes running and tells them what to serve. */
export class WorkerPool {
  private readonly slots: Slot[] = [];
  private readonly patience: Patience | undefined;
  private readonly events: WorkerPoolEvents;
  /** Workers that finish what they have, while others have taken their place. */
  private readonly leaving = new Set<ChildProcess>();
  private readonly waiting = new Map<string, (answer: string | null) => void>();
  private nextId = 1;
  private draining = false;
  /** What a worker that starts is given; null before the first snapshot. */
  private task: WorkerTask | null = null;

  /** @param patience with a worker that does not answer; undefined is for ever */
  constructor(count: number, patience: Patience | undefined, events: WorkerPoolEvents) {
    this.patience = patience;
    this.events = events;
    for (let id = 0; id < count; id++) {
      const slot: Slot = { id, child: null, holds: null, served: [], startedAt: 0, restartMs: FIRST_RESTART_MS };
      this.slots.push(slot);
      this.start(slot);
    }
  }

  get size(): number {
    return this.slots.length;
  }

  /**
   * Puts a snapshot in service on all workers and lets them listen on new sockets.
   * @param opened sockets of the task that workers do not have yet
   * @returns why a worker refused it, or null when all serve it.
   */
  async apply(task: WorkerTask, opened: OpenSocket[]): Promise<string | null> {
    this.task = task;
    const answers = await Promise.all(
      this.slots.map((slot) => (slot.child === null ? this.started(slot) : this.give(slot, slot.child, task, opened))),
    );
    return answers.find((answer) => answer !== null) ?? null;
  }

  private async give(slot: Slot, child: ChildProcess, task: WorkerTask, open: OpenSocket[]): Promise<string | null> {
    const id = this.nextId++;
    const applied = this.expect(slot, child, `applied ${id}`);
    const { snapshot, places: sockets } = task;
    const { holds } = slot;
    if (holds === null) this.tell(child, { type: 'apply', id, snapshot, sockets });
    else this.tell(child, { type: 'change', id, delta: deltaOf(holds, snapshot), sockets });
    const refused = await applied;
    if (refused !== null) return refused;
    if (slot.child === child) slot.holds = snapshot;
    await this.listen(slot, child, open);
    return null;
  }

  /** Lets a worker that is ready serve. */
  private async begin(slot: Slot, child: ChildProcess, task: WorkerTask): Promise<void> {
    const refused = await this.give(slot, child, task, task.open);
    if (slot.child === child) for (const served of slot.served.splice(0)) served(refused);
  }

  /** Resolves when a worker that starts serves; late ones are not waited for. */
  private started(slot: Slot): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), START_MS);
      slot.served.push((refused) => {
        clearTimeout(timer);
        resolve(refused);
      });
    });
  }

  /** Lets all workers listen on sockets. */
  async listenAll(task: WorkerTask, open: OpenSocket[]): Promise<void> {
    this.task = task;
    await Promise.all(this.slots.flatMap((slot) => (slot.child === null ? [] : [this.listen(slot, slot.child, open)])));
  }

  private async listen(slot: Slot, child: ChildProcess, open: OpenSocket[]): Promise<void> {
    await Promise.all(
      open.map(({ place, bound }) => {
        const { handle } = bound;
        if (handle === null) return Promise.resolve(null);
        const listening = this.expect(slot, child, `listening ${place.key}`);
        this.tell(child, { type: 'listen', place }, handle);
        return listening;
      }),
    );
  }

  /** Ends all workers in order; resolves when they are gone. */
  async drain(deadlineMs: number): Promise<void> {
    this.draining = true;
    await Promise.all(
      [...this.slots.map(({ child }) => child), ...this.leaving].map((child) => {
        if (child === null || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
        const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        this.tell(child, { type: 'drain', deadlineMs });
        const timer = setTimeout(() => child.kill('SIGKILL'), deadlineMs + 1_000);
        return exited.finally(() => clearTimeout(timer));
      }),
    );
  }

  private start(slot: Slot): void {
    const child = fork(SCRIPT, [String(slot.id)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [...process.execArgv, ...WORKER_FLAGS],
    });
    slot.startedAt = Date.now();
    const watchdog = this.watch(slot, child);
    let over = false;
    const gone = (): void => {
      if (over) return;
      over = true;
      watchdog?.stop();
      if (this.leaving.delete(child)) return;
      this.vacate(slot, child);
      if (this.draining) return;
      if (Date.now() - slot.startedAt > STEADY_MS) slot.restartMs = FIRST_RESTART_MS;
      setTimeout(() => {
        if (!this.draining) this.start(slot);
      }, slot.restartMs);
      slot.restartMs = Math.min(LONGEST_RESTART_MS, slot.restartMs * 2);
    };
    child.on('exit', gone);
    child.on('error', gone);
    child.on('message', (message) => {
      watchdog?.heard();
      this.receive(slot, child, message as FromWorker);
    });
  }

  /** The slot has no worker any more; its successor gets the newest state anyway. */
  private vacate(slot: Slot, child: ChildProcess): void {
    if (slot.child === child) slot.child = null;
    for (const [key, answer] of this.waiting) if (key.startsWith(`${slot.id} `)) answer(null);
  }

  /** Ends a worker whose event loop stands still: its connections are lost anyway, and snapshots would wait for it. A busy one answers. */
  private watch(slot: Slot, child: ChildProcess): Watchdog | null {
    const { patience } = this;
    if (patience === undefined) return null;
    const ask = (): void => this.tell(child, { type: 'ping' });
    return new Watchdog(patience, ask, () => {
      const seconds = Math.round((patience.everyMs * patience.misses) / 1000);
      process.stderr.write(
        `proxy: worker ${slot.id} (process ${child.pid}) did not answer for ${seconds} s and was ended; starting it again\n`,
      );
      child.kill('SIGKILL');
    });
  }

  private receive(slot: Slot, child: ChildProcess, message: FromWorker): void {
    switch (message.type) {
      case 'ready': {
        slot.child = child;
        slot.holds = null;
        const { task } = this;
        if (task === null) return;
        void this.begin(slot, child, task);
        return;
      }
      case 'leaving':
        if (this.draining || slot.child !== child) return;
        this.leaving.add(child);
        this.vacate(slot, child);
        this.start(slot);
        return;
      case 'applied':
        this.waiting.get(`${slot.id} applied ${message.id}`)?.(null);
        return;
      case 'refused':
        this.waiting.get(`${slot.id} applied ${message.id}`)?.(message.reason);
        return;
      case 'listening':
        if (message.error !== undefined) this.events.socketFailed(message.key, message.error);
        this.waiting.get(`${slot.id} listening ${message.key}`)?.(null);
        return;
      case 'deltas':
        this.events.deltas(message.deltas);
        return;
      case 'pong':
        return;
    }
  }

  /** Resolves with what a worker answers, or null when it dies first: its successor gets the newest state anyway. */
  private expect(slot: Slot, child: ChildProcess, what: string): Promise<string | null> {
    const key = `${slot.id} ${what}`;
    return new Promise((resolve) => {
      if (slot.child !== child) return resolve(null);
      const before = this.waiting.get(key);
      this.waiting.set(key, (answer) => {
        this.waiting.delete(key);
        before?.(answer);
        resolve(answer);
      });
    });
  }

  private tell(child: ChildProcess, message: ToWorker, handle?: object): void {
    if (!child.connected) return;
    // a failure shows as the end of the process
    child.send(message, handle as Parameters<ChildProcess['send']>[1], {}, () => {});
  }
}
