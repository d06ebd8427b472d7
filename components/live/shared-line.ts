import { EventLine, SILENCE_MS, type Connection, type Line, type LineEvents } from './event-line.ts';

/*
 * One EventSource for all tabs of a browser, since HTTP/1.1 allows six connections to a host. The tab that holds a lock has it and passes
 * everything on over a channel; when it is closed, the browser gives the lock to the next tab.
 */

const NAME = 'switchyard-stream-1';
/** A leader that has not answered for this long does not run any more, although its tab is open. */
const PATIENCE_MS = 4000;
/** Events whose last one is the state of something: a tab that comes later needs them. The console writes the type first. */
const KEPT = ['{"type":"state"', '{"type":"generator"'];

type Message =
  /** From a new tab. */
  | { kind: 'hello'; from: string }
  /** From a tab that hears nothing, or only that the connection is lost. */
  | { kind: 'ask'; from: string }
  | { kind: 'reconnect'; from: string }
  /** The leader's answer to `hello`: the newest events of `KEPT`. */
  | { kind: 'welcome'; from: string; to: string; connection: Connection; events: string[] }
  | { kind: 'begin'; from: string }
  | { kind: 'event'; from: string; data: string }
  | { kind: 'status'; from: string; connection: Connection };

/** True where tabs can share: a secure page (loopback counts) in a browser of 2022 or later. */
export function canShare(): boolean {
  return typeof BroadcastChannel === 'function' && navigator.locks !== undefined;
}

/** The stream as one tab of several sees it. */
export class SharedLine implements Line {
  readonly #events: LineEvents;
  readonly #id = crypto.randomUUID();
  readonly #channel = new BroadcastChannel(NAME);
  #connection: Connection;
  /** Set while this tab leads. */
  #line: EventLine | undefined;
  #release: (() => void) | undefined;
  #kept = new Map<string, string>();
  #place: AbortController | undefined;
  /** The tab that leads, as far as this one knows. */
  #leader: string | undefined;
  #heard = Date.now();
  #asked: number | undefined;
  #closed = false;

  constructor(events: LineEvents, before: Connection) {
    this.#events = events;
    this.#connection = before;
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Message>) => this.#receive(data));
    this.#post({ kind: 'hello', from: this.#id });
    this.#queue();
  }

  reconnect = (): void => {
    if (this.#line) this.#line.reconnect();
    else this.#post({ kind: 'reconnect', from: this.#id });
  };

  check = (): void => {
    if (this.#line) return this.#line.check();
    const now = Date.now();
    if (this.#connection.state === 'open' && now - this.#heard <= SILENCE_MS) return;
    if (this.#asked === undefined) {
      this.#asked = now;
      this.#post({ kind: 'ask', from: this.#id });
    } else if (now - this.#asked > PATIENCE_MS && document.visibilityState === 'visible') {
      this.#asked = undefined;
      this.#steal();
    }
  };

  close = (): void => {
    this.#closed = true;
    this.#place?.abort();
    this.#stepDown();
    this.#channel.close();
  };

  #post(message: Message): void {
    if (this.#closed) return;
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it stays within the origin
    this.#channel.postMessage(message);
  }

  #receive(message: Message): void {
    if (this.#closed) return;
    switch (message.kind) {
      case 'hello':
        if (this.#line)
          this.#post({
            kind: 'welcome',
            from: this.#id,
            to: message.from,
            connection: this.#connection,
            events: [...this.#kept.values()],
          });
        return;
      case 'ask':
        this.#line?.check();
        if (this.#line) this.#post({ kind: 'status', from: this.#id, connection: this.#connection });
        return;
      case 'reconnect':
        this.#line?.reconnect();
        return;
      default:
        // a leader whose lock was taken away may not know it yet
        if (!this.#line) this.#follow(message);
    }
  }

  #follow(message: Extract<Message, { kind: 'welcome' | 'begin' | 'event' | 'status' }>): void {
    if (message.kind === 'welcome' && message.to !== this.#id) return;
    if (message.kind === 'event' && message.from !== this.#leader) return;
    this.#heard = Date.now();
    this.#asked = undefined;
    switch (message.kind) {
      case 'welcome':
        this.#leader = message.from;
        this.#show(message.connection);
        if (message.events.length > 0) this.#events.begin();
        for (const data of message.events) this.#events.message(data);
        return;
      case 'begin':
        this.#leader = message.from;
        this.#events.begin();
        return;
      case 'event':
        this.#connection = { ...this.#connection, lastEvent: this.#heard };
        this.#events.message(message.data);
        return;
      case 'status':
        this.#show(message.connection);
    }
  }

  #show(connection: Connection): void {
    this.#connection = connection;
    this.#events.status(connection);
  }

  /** Waits for the lock; it comes when the tab that has it is closed. */
  #queue(): void {
    const place = new AbortController();
    this.#place = place;
    navigator.locks
      .request(NAME, { signal: place.signal }, () => this.#lead())
      .catch(() => {
        if (!place.signal.aborted) this.#robbed();
      });
  }

  #steal(): void {
    this.#place?.abort();
    this.#place = undefined;
    navigator.locks.request(NAME, { steal: true }, () => this.#lead()).catch(() => this.#robbed());
  }

  /** Another tab took the lock, since this one did not answer. */
  #robbed(): void {
    this.#stepDown();
    if (!this.#closed) this.#queue();
  }

  #lead(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#leader = this.#id;
    this.#kept.clear();
    this.#line = new EventLine(
      {
        begin: () => {
          this.#kept.clear();
          this.#post({ kind: 'begin', from: this.#id });
          this.#events.begin();
        },
        message: (data) => {
          const type = KEPT.find((start) => data.startsWith(start));
          if (type !== undefined) this.#kept.set(type, data);
          this.#connection = { ...this.#connection, lastEvent: Date.now() };
          this.#post({ kind: 'event', from: this.#id, data });
          this.#events.message(data);
        },
        status: (connection) => {
          this.#post({ kind: 'status', from: this.#id, connection });
          this.#show(connection);
        },
      },
      // silence is counted from here
      this.#connection.state === 'open' ? { ...this.#connection, lastEvent: Date.now() } : this.#connection,
    );
    return new Promise((resolve) => (this.#release = resolve));
  }

  #stepDown(): void {
    this.#line?.close();
    this.#line = undefined;
    this.#leader = undefined;
    this.#heard = Date.now();
    this.#release?.();
    this.#release = undefined;
  }
}
