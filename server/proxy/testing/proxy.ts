import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deltas, FromProxy, ToProxy } from '../../contract/control.ts';
import type { Snapshot } from '../../routing/snapshot.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

type Message<T extends FromProxy['type']> = Extract<FromProxy, { type: T }>;

/** A console of tests on a proxy's control socket. */
export class TestConsole {
  readonly messages: FromProxy[] = [];
  closed = false;
  private readonly socket: Socket;
  private wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    let pending = '';
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString();
      const lines = pending.split('\n');
      pending = lines.pop()!;
      for (const line of lines) this.messages.push(JSON.parse(line) as FromProxy);
      this.wake();
    });
  }

  /** Connects and waits for the greeting. */
  static async connect(file: string): Promise<TestConsole> {
    for (;;) {
      const socket = await new Promise<Socket | null>((resolve) => {
        const socket = connect(file);
        socket.once('connect', () => resolve(socket));
        socket.once('error', () => resolve(null));
      });
      if (socket !== null) {
        const console = new TestConsole(socket);
        await console.next('hello');
        return console;
      }
      await delay(20);
    }
  }

  send(message: ToProxy | object): void {
    this.socket.write(`${JSON.stringify(message)}\n`);
  }

  /** The first message of a type at or behind `from` that passes. */
  async next<T extends FromProxy['type']>(
    type: T,
    passes: (message: Message<T>) => boolean = () => true,
    from = 0,
  ): Promise<Message<T>> {
    for (;;) {
      const found = this.messages.slice(from).find((message) => message.type === type && passes(message as Message<T>));
      if (found !== undefined) return found as Message<T>;
      if (this.closed) throw new Error('the control socket closed');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Puts a snapshot in service. */
  async serve(snapshot: Snapshot): Promise<Message<'ack'>> {
    const answer = await this.answerTo({ type: 'snapshot', snapshot });
    if (answer.type === 'ack') return answer;
    throw new Error(answer.type === 'nack' ? answer.reason : 'the whole snapshot was sent');
  }

  /** Sends a snapshot or a delta, and waits for what became of it. */
  async answerTo(message: ToProxy): Promise<Message<'ack' | 'nack' | 'whole'>> {
    const from = this.messages.length;
    this.send(message);
    for (;;) {
      const answer = this.messages
        .slice(from)
        .find(({ type }) => type === 'ack' || type === 'nack' || type === 'whole');
      if (answer !== undefined) return answer as Message<'ack' | 'nack' | 'whole'>;
      if (this.closed) throw new Error('the control socket closed');
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  get deltas(): Deltas[] {
    return this.messages.flatMap((message) => (message.type === 'deltas' ? [message.deltas] : []));
  }

  close(): void {
    this.socket.destroy();
  }
}

/** A proxy process with a data folder of its own. */
export class TestProxy {
  readonly data: string;
  child!: ChildProcess;
  console!: TestConsole;
  output = '';
  exited!: Promise<number | null>;

  private constructor(data: string) {
    this.data = data;
  }

  /** @param data folder to use instead of a new one */
  static async start(environment: Record<string, string> = {}, data?: string): Promise<TestProxy> {
    const proxy = new TestProxy(data ?? mkdtempSync(path.join(tmpdir(), 'switchyard-proxy-')));
    await proxy.launch(environment);
    return proxy;
  }

  /** Starts the process (again) on the same data. */
  async launch(environment: Record<string, string> = {}): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, SWITCHYARD_DATA: this.data, SWITCHYARD_WORKERS: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.exited = new Promise((resolve) => child.once('exit', resolve));
    await this.reconnect();
  }

  /** Connects to the control socket (again). */
  async reconnect(): Promise<void> {
    this.console = await Promise.race([
      TestConsole.connect(path.join(this.data, 'proxy.sock')),
      this.exited.then((code) => Promise.reject(new Error(`the proxy ended with ${code}: ${this.output}`))),
    ]);
  }

  async stop(): Promise<void> {
    this.console.close();
    this.child.kill('SIGKILL');
    await this.exited;
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** Resolves after some milliseconds. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}
