import { spawn, type ChildProcess } from 'node:child_process';
import { adopt } from './adopt.ts';
import { Backoff } from './backoff.ts';
import { connectControl, type ControlConnection } from './control-socket.ts';
import type { ProcessLog } from './process-log.ts';
import { PING } from './messages.ts';
import { ProcessRecord } from './process-record.ts';
import { signal, whenGone } from './signals.ts';
import { type Patience, Watchdog } from '../contract/watchdog.ts';

/** What one kept process is and how it is ended. */
export interface KeptProcess {
  name: string;
  /** Absolute path of its main file. */
  script: string;
  environment: NodeJS.ProcessEnv;
  /** Where its output goes; absent: to ours, and it gets a message channel to us. */
  log?: ProcessLog;
  /** Control socket. A process with one is adopted when it already runs, and counts as started when it greets. */
  socket?: string;
  /** Message on the control socket that asks it to end; absent: SIGTERM. */
  farewell?: unknown;
  /** Milliseconds that it has to end. */
  deadlineMs: number;
  /** How long it may be silent before it counts as hung and is started again; absent: for ever. */
  patience?: Patience | undefined;
}

export interface KeeperEvents {
  say: (line: string) => void;
  /** A message over Node's channel. */
  message?: (message: unknown) => void;
  /** It runs: started, or adopted from an earlier supervisor. */
  up?: (pid: number, adopted: boolean) => void;
}

const GREETING_MS = 60_000;
const POLL_MS = 50;

/** Keeps one process running: starts or adopts it, starts it again when it ends, and ends it on request. */
export class Keeper {
  private readonly plan: KeptProcess;
  private readonly events: KeeperEvents;
  private readonly record: ProcessRecord | null;
  private readonly backoff = new Backoff();
  private wanted = false;
  /** What an earlier supervisor started is to go on. */
  private leaving = false;
  private child: ChildProcess | null = null;
  private connection: ControlConnection | null = null;
  private loop: Promise<void> | null = null;
  private watchdog: Watchdog | null = null;
  /** Why we ended it ourselves. */
  private reason: string | null = null;
  private wake: () => void = () => {};

  constructor(plan: KeptProcess, events: KeeperEvents) {
    this.plan = plan;
    this.record = plan.socket === undefined ? null : new ProcessRecord(plan.socket);
    this.events = events;
  }

  /** Process id while it runs. */
  get pid(): number | null {
    return this.child?.pid ?? this.connection?.pid ?? null;
  }

  start(): void {
    this.wanted = true;
    this.loop ??= this.run().finally(() => {
      this.loop = null;
      if (this.wanted) this.start();
    });
  }

  /** Ends it, also one that an earlier supervisor left behind; resolves when it is gone. */
  async stop(): Promise<void> {
    this.wanted = false;
    this.wake();
    this.watchdog?.stop();
    if (this.loop === null && this.plan.socket !== undefined) {
      const left = await connectControl(this.plan.socket, 500);
      if (left !== null) await this.end(left.pid, left, left.closed);
    }
    if (this.pid !== null) await this.endCurrent();
    await this.loop;
  }

  /**
   * Lets go of a process that an earlier supervisor started, and ends one that this one started.
   * @returns the process that goes on, null when there is none
   */
  async leave(): Promise<number | null> {
    if (this.child !== null) {
      await this.stop();
      return null;
    }
    const pid = this.connection?.pid ?? null;
    this.wanted = false;
    this.leaving = true;
    this.connection?.end();
    this.wake();
    await this.loop;
    return pid;
  }

  /** Ends it at once. */
  kill(): void {
    this.wanted = false;
    if (this.pid !== null) signal(this.pid, 'SIGKILL');
    this.wake();
  }

  private async run(): Promise<void> {
    while (this.wanted) {
      const begun = Date.now();
      const adopted = await this.adopt();
      if (!this.wanted) {
        if (this.leaving) adopted?.end();
        else if (adopted !== null) await this.end(adopted.pid, adopted, adopted.closed);
        return;
      }
      if (adopted !== null) {
        this.connection = adopted;
        this.record?.write(adopted.pid);
        this.events.up?.(adopted.pid, true);
        this.watchConnection(adopted, false);
        await adopted.closed;
      } else {
        await this.runChild();
      }
      this.watchdog?.stop();
      this.child = null;
      this.connection = null;
      const reason = this.reason;
      this.reason = null;
      if (!this.wanted) return;
      const wait = this.backoff.after(Date.now() - begun);
      const tail = this.plan.log?.tail(5);
      this.events.say(
        `${this.plan.name} ${reason ?? 'ended unexpectedly'}; starting it again${tail ? `. Its last lines:\n${tail}` : ''}`,
      );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private async adopt(): Promise<ControlConnection | null> {
    const { record } = this;
    const { name, socket, patience } = this.plan;
    if (socket === undefined || record === null) return null;
    const patienceMs = patience === undefined ? Infinity : patience.everyMs * patience.misses;
    return adopt({ name, socket, record, patienceMs, isWanted: () => this.wanted, say: this.events.say });
  }

  private async runChild(): Promise<void> {
    const output = this.plan.log?.open((problem) => this.events.say(problem));
    // a process group of its own: Ctrl+C in the terminal reaches the supervisor alone, which ends the others in order
    const child = spawn(process.execPath, [this.plan.script], {
      env: this.plan.environment,
      detached: true,
      stdio: output === undefined ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', output.fd, output.fd],
    });
    output?.close();
    this.child = child;
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', (error) => {
        this.events.say(`${this.plan.name} could not be started: ${error.message}`);
        resolve();
      });
    });
    if (output !== undefined) child.unref();
    if (this.plan.socket !== undefined) void this.greet(this.plan.socket, child);
    else if (child.pid !== undefined) {
      this.events.up?.(child.pid, false);
      this.watchChannel(child);
    }
    await exited;
  }

  private async greet(socket: string, child: ChildProcess): Promise<void> {
    const isGone = (): boolean => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    const deadline = Date.now() + GREETING_MS;
    while (!isGone() && Date.now() < deadline) {
      const connection = await connectControl(socket, 1_000);
      if (connection !== null) {
        if (isGone()) return connection.end();
        this.connection = connection;
        this.record?.write(connection.pid);
        this.events.up?.(connection.pid, false);
        this.watchConnection(connection, true);
        return;
      }
      await delay(POLL_MS);
    }
    if (isGone() || child.pid === undefined) return;
    const reason = `did not greet within ${GREETING_MS / 1000} s`;
    if (this.plan.patience === undefined) this.events.say(`${this.plan.name} ${reason}`);
    else this.hung(child.pid, reason);
  }

  /** Takes the messages of a child with a channel, and asks over it. */
  private watchChannel(child: ChildProcess): void {
    const watchdog = this.watch(child.pid, () => child.connected && child.send(PING, () => {}), true);
    child.on('message', (message) => {
      watchdog?.heard();
      this.events.message?.(message);
    });
  }

  private watchConnection(connection: ControlConnection, known: boolean): void {
    const watchdog = this.watch(connection.pid, () => connection.send(PING), known);
    connection.heard(() => watchdog?.heard());
  }

  private watch(pid: number | undefined, ask: () => void, known: boolean): Watchdog | null {
    const { patience } = this.plan;
    if (patience === undefined || pid === undefined) return null;
    const seconds = Math.round((patience.everyMs * patience.misses) / 1000);
    this.watchdog = new Watchdog(patience, ask, () => this.hung(pid, `did not answer for ${seconds} s`), known);
    return this.watchdog;
  }

  /** Ends a process that does nothing any more. It would not hear anything milder. */
  private hung(pid: number, reason: string): void {
    this.reason = `(process ${pid}) ${reason} and was ended`;
    signal(pid, 'SIGKILL');
  }

  private async endCurrent(): Promise<void> {
    const child = this.child;
    const pid = this.pid;
    if (pid === null) return;
    const exited =
      child === null
        ? (this.connection?.closed ?? Promise.resolve())
        : new Promise<void>((resolve) => {
            if (child.exitCode !== null || child.signalCode !== null) resolve();
            child.once('exit', () => resolve());
          });
    await this.end(pid, this.connection, exited);
  }

  private async end(pid: number, connection: ControlConnection | null, exited: Promise<void>): Promise<void> {
    if (connection !== null && this.plan.farewell !== undefined) connection.send(this.plan.farewell);
    else signal(pid, 'SIGTERM');
    const timer = setTimeout(() => {
      this.events.say(`${this.plan.name} did not end within ${this.plan.deadlineMs / 1000} s and was killed`);
      signal(pid, 'SIGKILL');
    }, this.plan.deadlineMs);
    await exited;
    // a control socket may close a moment before its process is gone
    await whenGone(pid);
    clearTimeout(timer);
    connection?.end();
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
