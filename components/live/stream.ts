import type { QueryClient } from '@tanstack/react-query';
import type { StreamEvent } from '../../server/contract/console.ts';
import { applyChange, catchUp, queryKeys } from './queries.ts';
import type { TrafficStore } from './traffic-store.ts';

/** State of the one connection of this tab. */
export interface Connection {
  state: 'connecting' | 'open' | 'lost';
  /** Attempts since it was lost. */
  attempts: number;
  /** Unix milliseconds of the last event, null before the first. */
  lastEvent: number | null;
}

const SILENCE_MS = 8000;
const WAITS = [500, 1000, 2000, 5000];
const SETTLE_MS = 60;

/** Keeps one EventSource open, hands its events to the cache and the traffic store, and comes back after every loss. */
export class LiveStream {
  #client: QueryClient;
  #traffic: TrafficStore;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #snapshotTimer: ReturnType<typeof setTimeout> | undefined;
  #connection: Connection = { state: 'connecting', attempts: 0, lastEvent: null };
  #listeners = new Set<() => void>();
  #served: number | null = null;
  #first = true;

  constructor(client: QueryClient, traffic: TrafficStore) {
    this.#client = client;
    this.#traffic = traffic;
  }

  /** State for useSyncExternalStore: the same value until it changes. */
  get = (): Connection => this.#connection;
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Opens the connection; the function that is returned closes it. */
  start(): () => void {
    this.#first = true;
    this.#open();
    this.#watchdog = setInterval(() => this.#watch(), 2000);
    const back = () => document.visibilityState === 'visible' && this.#watch();
    document.addEventListener('visibilitychange', back);
    return () => {
      document.removeEventListener('visibilitychange', back);
      clearInterval(this.#watchdog);
      clearTimeout(this.#timer);
      clearTimeout(this.#snapshotTimer);
      this.#source?.close();
      this.#source = undefined;
    };
  }

  /** Tries again at once. */
  reconnect = (): void => {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#open();
  };

  #open(): void {
    const source = new EventSource('/console/v1/stream');
    this.#source = source;
    let greeted = false;
    const receive = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as StreamEvent;
      if (!greeted && event.type === 'state') {
        greeted = true;
        this.#greet(event.state.revision);
      }
      this.#set({ state: 'open', attempts: 0, lastEvent: Date.now() });
      this.#handle(event);
    };
    source.addEventListener('message', receive);
    for (const type of ['state', 'change', 'sample', 'generator'])
      source.addEventListener(type, receive as EventListener);
    source.addEventListener('error', () => this.#lose());
  }

  #greet(revision: number): void {
    catchUp(this.#client, revision);
    void this.#traffic.load();
    this.#first = false;
  }

  #handle(event: StreamEvent): void {
    switch (event.type) {
      case 'state':
        this.#client.setQueryData(queryKeys.state, event.state);
        if (event.state.proxy.revision !== this.#served) {
          if (this.#served !== null) void this.#traffic.loadMarks();
          this.#served = event.state.proxy.revision;
          this.#readSnapshot();
        }
        break;
      case 'change':
        applyChange(this.#client, event);
        this.#readSnapshot();
        break;
      case 'sample':
        this.#traffic.append(event.sample);
        break;
      case 'generator':
        this.#client.setQueryData(queryKeys.generator, event.run);
        break;
    }
  }

  // a write brings several changes (object, statuses, revision in service): one read after the last
  #readSnapshot(): void {
    clearTimeout(this.#snapshotTimer);
    this.#snapshotTimer = setTimeout(
      () => void this.#client.invalidateQueries({ queryKey: queryKeys.snapshot }),
      SETTLE_MS,
    );
  }

  #watch(): void {
    const { state, lastEvent } = this.#connection;
    if (state === 'open' && lastEvent !== null && Date.now() - lastEvent > SILENCE_MS) this.#lose();
  }

  #lose(): void {
    this.#source?.close();
    const attempts = this.#connection.attempts + 1;
    this.#set({ ...this.#connection, state: this.#first && attempts < 3 ? 'connecting' : 'lost', attempts });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), WAITS[Math.min(attempts - 1, WAITS.length - 1)]);
  }

  #set(next: Connection): void {
    const changed = next.state !== this.#connection.state || next.attempts !== this.#connection.attempts;
    if (changed) this.#connection = next;
    // the time alone changes with each event: nobody re-renders for it
    else this.#connection.lastEvent = next.lastEvent;
    if (changed) for (const listener of this.#listeners) listener();
  }
}
