import type { ProxyState } from '../contract/console.ts';
import type { Binding, Deltas, FromProxy, ToProxy } from '../contract/control.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import { deltaOf } from '../routing/snapshot-delta.ts';
import { ControlClient } from './control-client.ts';

/** How often the proxy is asked whether it still does its work, and what its silence means. */
const PATIENCE = { askMs: 1_000, quietMs: 2_500, silentMs: 5_000 };

export interface ProxyLinkEvents {
  /** Connection, acknowledgement or refusal: `state` may have changed. */
  changed: () => void;
  /** Other sockets are open than before. */
  bound: (bindings: Binding[]) => void;
  deltas: (deltas: Deltas) => void;
}

/** The console's side of the proxy's control socket: what it was told, and what it said. */
export class ProxyLink {
  private readonly client: ControlClient;
  private readonly events: ProxyLinkEvents;
  private newest: Snapshot | null = null;
  private open = false;
  /** The snapshot that this connection brought last; null: the next one is sent whole. */
  private sent: Snapshot | null = null;
  /** Newest store revision whose translation `newest` is: its own, or a later one that changed nothing to serve. */
  private standsFor = 0;
  /** The proxy has confirmed `newest` in this connection. */
  private inService = false;
  private said: Omit<ProxyState, 'bindings'> = {
    connected: false,
    pid: null,
    workers: 0,
    revision: null,
    refused: null,
    lastSeen: null,
  };
  private bindings: Binding[] = [];
  private readonly patience: typeof PATIENCE;
  private readonly asking: NodeJS.Timeout;
  private quiet = false;

  /**
   * @param file path of the control socket
   * @param patience how often to ask; after which silence nothing more is counted, and after which the proxy gives no answer
   */
  constructor(file: string, events: ProxyLinkEvents, patience = PATIENCE) {
    this.events = events;
    this.patience = patience;
    this.asking = setInterval(() => this.ask(), patience.askMs);
    this.client = new ControlClient(file, {
      open: () => {
        this.open = true;
        this.tell();
      },
      message: (value) => this.receive(value as FromProxy),
      gone: () => {
        this.open = false;
        this.sent = null;
        this.inService = false;
        this.said = { ...this.said, connected: false, pid: null, workers: 0, refused: null };
        this.events.changed();
      },
    });
  }

  get state(): ProxyState {
    return { ...this.said, bindings: this.bindings };
  }

  /** Whether the proxy answers: a connection alone does not say that it does its work, and what it does not tell is no zero. */
  get answers(): boolean {
    return this.said.connected && !this.quiet;
  }

  /** Sends a snapshot, now and after every new connection until a newer one is given. */
  serve(snapshot: Snapshot): void {
    this.newest = snapshot;
    this.standsFor = snapshot.revision;
    this.inService = false;
    this.tell();
  }

  /** The store moved on to `revision` and what is to be served stayed the same, so what is in service is that of this revision too. */
  unchangedAt(revision: number): void {
    if (this.standsFor === revision) return;
    this.standsFor = revision;
    if (!this.inService) return;
    this.said = { ...this.said, revision };
    this.events.changed();
  }

  private ask(): void {
    if (!this.open) return;
    this.client.send({ type: 'ping' } satisfies ToProxy);
    const silence = Date.now() - (this.said.lastSeen ?? Date.now());
    const { quiet } = this;
    this.quiet = silence > this.patience.quietMs;
    const lost = this.said.connected && silence > this.patience.silentMs;
    if (lost) this.said = { ...this.said, connected: false };
    if (lost || quiet !== this.quiet) this.events.changed();
  }

  close(): void {
    clearInterval(this.asking);
    this.client.close();
  }

  /** Sends the newest snapshot: what changed in it, where this connection brought one before. */
  private tell(): void {
    const { newest: snapshot, sent } = this;
    if (!this.open || snapshot === null) return;
    const message: ToProxy =
      sent === null ? { type: 'snapshot', snapshot } : { type: 'delta', delta: deltaOf(sent, snapshot) };
    this.sent = snapshot;
    this.client.send(message);
  }

  private receive(message: FromProxy): void {
    const back = this.quiet || (this.said.pid !== null && !this.said.connected);
    this.quiet = false;
    this.said = { ...this.said, lastSeen: Date.now(), connected: this.said.pid !== null };
    if (back) this.events.changed();
    switch (message.type) {
      case 'hello':
        this.said = {
          ...this.said,
          connected: true,
          pid: message.pid,
          workers: message.workers,
          revision: message.revision,
        };
        this.setBindings(message.bindings);
        break;
      case 'ack':
        this.inService = message.revision === this.newest?.revision;
        this.said = {
          ...this.said,
          revision: this.inService ? this.standsFor : message.revision,
          workers: message.workers,
          refused: null,
        };
        this.setBindings(message.bindings);
        break;
      case 'whole':
        this.sent = null;
        this.tell();
        return;
      case 'nack':
        this.sent = null;
        this.said = { ...this.said, refused: message.reason };
        break;
      case 'deltas':
        this.events.deltas(message.deltas);
        return;
      default:
        return;
    }
    this.events.changed();
  }

  private setBindings(bindings: Binding[]): void {
    if (JSON.stringify(bindings) === JSON.stringify(this.bindings)) return;
    this.bindings = bindings;
    this.events.bound(bindings);
  }
}
