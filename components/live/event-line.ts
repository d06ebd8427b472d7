import { leaveIfSignedOut } from './session.ts';

/** State of the connection to the console. */
export interface Connection {
  state: 'connecting' | 'open' | 'lost';
  /** Attempts since it was lost. */
  attempts: number;
  /** Unix milliseconds of the last event, null before the first. */
  lastEvent: number | null;
}

/** What a line tells. */
export interface LineEvents {
  /** A new connection: its first message follows. What happened before it may have been missed. */
  begin: () => void;
  /** The JSON text of a StreamEvent. */
  message: (data: string) => void;
  status: (connection: Connection) => void;
}

/** Brings the live stream to this tab. */
export interface Line {
  /** Tries again at once. */
  reconnect: () => void;
  /** To be called now and then: notices silence, and does what timers of a hidden tab do too late. */
  check: () => void;
  close: () => void;
}

/** A stream that is silent for this long is lost: the console sends something every few seconds. */
export const SILENCE_MS = 8000;
const WAITS = [500, 1000, 2000, 5000];

/** Keeps one EventSource open and comes back after every loss. */
export class EventLine implements Line {
  readonly #events: LineEvents;
  #connection: Connection;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;

  /** @param before state that is shown until it changes; a tab that takes over has been connected already */
  constructor(events: LineEvents, before: Connection) {
    this.#events = events;
    this.#connection = before;
    this.#open();
  }

  reconnect = (): void => this.#open();

  check = (): void => {
    const { state, lastEvent } = this.#connection;
    if (state === 'open') {
      if (lastEvent !== null && Date.now() - lastEvent > SILENCE_MS) this.#lose();
    } else if (this.#source === undefined && Date.now() >= this.#due) this.#open();
  };

  close = (): void => {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  };

  #open(): void {
    this.close();
    const source = new EventSource('/console/v1/stream');
    this.#source = source;
    let begun = false;
    source.addEventListener('message', (message: MessageEvent<string>) => {
      if (!begun) {
        begun = true;
        this.#events.begin();
      }
      const known = this.#connection.state === 'open';
      this.#connection = { state: 'open', attempts: 0, lastEvent: Date.now() };
      if (!known) this.#events.status(this.#connection);
      this.#events.message(message.data);
    });
    source.addEventListener('error', () => {
      this.#lose();
      void leaveIfSignedOut();
    });
  }

  #lose(): void {
    this.close();
    const attempts = this.#connection.attempts + 1;
    const first = this.#connection.lastEvent === null && attempts < 3;
    this.#connection = { ...this.#connection, state: first ? 'connecting' : 'lost', attempts };
    const wait = WAITS[Math.min(attempts - 1, WAITS.length - 1)] ?? 0;
    this.#due = Date.now() + wait;
    this.#timer = setTimeout(() => this.#open(), wait);
    this.#events.status(this.#connection);
  }
}
