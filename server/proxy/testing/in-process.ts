import type { RuleAction } from '../../routing/snapshot.ts';
import { bindSocket, type BoundSocket } from '../primary/open-socket.ts';
import { chooseTransport } from '../transport/choose.ts';
import { DEFAULT_LIMITS, type Limits } from '../worker/limits.ts';
import type { FromWorker } from '../worker/messages.ts';
import { Worker } from '../worker/worker.ts';
import { snapshotOf } from './snapshot.ts';

/** A worker in the process of the test, so that its limits can be other than the product's. */
export class InProcessWorker {
  readonly host: string;
  port = 0;
  private readonly limits: Limits;
  private worker!: Worker;
  private readonly waiting: ((message: FromWorker) => void)[] = [];
  private socket: BoundSocket | null = null;
  private exited!: () => void;
  private readonly exit = new Promise<void>((resolve) => (this.exited = resolve));

  constructor(host: string, limits: Partial<Limits>) {
    this.host = host;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
  }

  private async start(): Promise<void> {
    const transport = await chooseTransport(process.env.SWITCHYARD_TRANSPORT, () => {});
    const send = (message: FromWorker): void => {
      for (const waiting of this.waiting) waiting(message);
    };
    this.worker = new Worker(0, transport, send, () => this.exited(), this.limits);
  }

  /** Serves one action for every request. */
  async serve(action: RuleAction): Promise<void> {
    await this.start();
    const bound = bindSocket(this.host, 0);
    if (typeof bound === 'string') throw new Error(bound);
    this.socket = bound;
    this.port = bound.port;
    const snapshot = snapshotOf([{ path: '/', action }], { address: this.host, port: this.port });
    const place = { key: `${this.host}:${this.port}`, gateway: 0, port: this.port };
    this.worker.receive({ type: 'apply', id: 1, snapshot, sockets: [place] }, undefined);
    const listening = new Promise<void>((resolve) => {
      this.waiting.push((message) => {
        if (message.type === 'listening') resolve();
      });
    });
    this.worker.receive({ type: 'listen', place }, bound.handle!);
    await listening;
  }

  /** Puts a snapshot without the listener in service. */
  removeListener(): void {
    const snapshot = { revision: 2, gateways: [], rules: {} };
    this.worker.receive({ type: 'apply', id: 2, snapshot, sockets: [] }, undefined);
  }

  /** Takes no more and ends with what is in flight. */
  async drain(deadlineMs: number): Promise<void> {
    this.worker.drain(deadlineMs);
    await this.exit;
    this.socket?.close();
  }

  async stop(): Promise<void> {
    await this.drain(0);
  }
}
