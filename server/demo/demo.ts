import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { JsonLines } from '../supervisor/json-lines.ts';
import { DemoServer } from './backend.ts';
import type { FromDemo, ToDemo } from './protocol.ts';

const REPORT_MS = 500;
const RETRY_MS = 2_000;

/** All demo backends and the control socket that steers them. */
export class Demo {
  private readonly servers = new Map<string, DemoServer>();
  private readonly peers = new Set<Socket>();
  private readonly control: Server;
  private readonly timers: NodeJS.Timeout[] = [];
  private reported = '';
  private serving: Promise<void> = Promise.resolve();

  constructor() {
    this.control = createServer((socket) => this.greet(socket));
  }

  /** Opens the control socket at `file`. @throws when it cannot be opened */
  async listen(file: string): Promise<void> {
    // what is there was left by a process that ended: a live one would have been adopted
    rmSync(file, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.control.once('error', reject);
      this.control.listen(file, () => resolve());
    });
    chmodSync(file, 0o600);
    this.timers.push(setInterval(() => this.report(), REPORT_MS));
    this.timers.push(setInterval(() => void this.retry(), RETRY_MS));
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const server of this.servers.values()) server.close();
    for (const peer of this.peers) peer.destroy();
    this.control.close();
  }

  /** Opens what is new, closes what is gone, leaves the others alone. Calls are carried out one after the other. */
  serve(endpoints: string[]): Promise<void> {
    this.serving = this.serving.then(() => this.change(endpoints));
    return this.serving;
  }

  private async change(endpoints: string[]): Promise<void> {
    for (const [endpoint, server] of this.servers) {
      if (endpoints.includes(endpoint)) continue;
      server.close();
      this.servers.delete(endpoint);
    }
    for (const endpoint of endpoints) {
      if (this.servers.has(endpoint)) continue;
      const server = new DemoServer(endpoint);
      this.servers.set(endpoint, server);
      await server.open();
      console.log(server.error ?? `${endpoint} is open`);
    }
    this.report();
  }

  private async retry(): Promise<void> {
    await this.serving;
    for (const server of this.servers.values()) {
      if (server.running) continue;
      await server.open();
      // it may have been dropped in between
      if (this.servers.get(server.endpoint) !== server) server.close();
    }
  }

  private state(): ReturnType<DemoServer['state']>[] {
    return [...this.servers.values()].map((server) => server.state());
  }

  private greet(socket: Socket): void {
    this.peers.add(socket);
    socket.on('close', () => this.peers.delete(socket));
    socket.on('error', () => {});
    const lines = new JsonLines(
      (value) => void this.receive(value as ToDemo, socket),
      (problem) => socket.destroy(new Error(problem)),
    );
    socket.on('data', (chunk: Buffer) => lines.take(chunk));
    this.send(socket, { type: 'hello', pid: process.pid, backends: this.state() });
  }

  private async receive(message: ToDemo, from: Socket): Promise<void> {
    if (message.type === 'ping') return this.send(from, { type: 'pong' });
    if (message.type === 'serve') return this.serve(message.endpoints);
    // after the servers that an earlier message asked for are there
    await this.serving;
    const server = this.servers.get(message.endpoint);
    if (server !== undefined) server.delayMs = message.delayMs;
    this.report();
  }

  private report(): void {
    const backends = this.state();
    const text = JSON.stringify(backends);
    if (text === this.reported) return;
    this.reported = text;
    for (const peer of this.peers) this.send(peer, { type: 'state', backends });
  }

  private send(socket: Socket, message: FromDemo): void {
    socket.write(`${JSON.stringify(message)}\n`);
  }
}
