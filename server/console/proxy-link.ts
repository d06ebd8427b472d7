import type { ProxyState } from '../contract/console.ts';
import type { Binding, Deltas, FromProxy, ToProxy } from '../contract/control.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import { deltaOf } from '../routing/snapshot-delta.ts';
import { ControlClient } from './control-client.ts';

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

  /** @param file path of the control socket */
  constructor(file: string, events: ProxyLinkEvents) {
    this.events = events;
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

  close(): void {
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
    this.said = { ...this.said, lastSeen: Date.now() };
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
