import type { QueryClient } from '@tanstack/react-query';
import type { StreamEvent } from '../../server/contract/console.ts';
import { EventLine, type Connection, type Line, type LineEvents } from './event-line.ts';
import { applyChange, catchUp, queryKeys, readServed } from './queries.ts';
import { canShare, SharedLine } from './shared-line.ts';
import type { TrafficStore } from './traffic-store.ts';

/** How often the line is looked at. */
const CHECK_MS = 2000;
const SETTLE_MS = 60;

/** Hands the events of the live stream to the cache and the traffic store of this tab. The connection is shared by the tabs of a browser. */
export class LiveStream {
  #client: QueryClient;
  #traffic: TrafficStore;
  #line: Line | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #snapshotTimer: ReturnType<typeof setTimeout> | undefined;
  #connection: Connection = { state: 'connecting', attempts: 0, lastEvent: null };
  #listeners = new Set<() => void>();
  /** Revision that the proxy served when it was last heard of; undefined before. */
  #served: number | null | undefined;
  #greeted = false;

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
    const events: LineEvents = {
      begin: () => (this.#greeted = false),
      message: (data) => this.#receive(data),
      status: (connection) => this.#set(connection),
    };
    // shown until the stream is open, when it is read again up to where the stream begins
    if (!this.#traffic.get().loaded) void this.#traffic.load();
    this.#line = canShare() ? new SharedLine(events, this.#connection) : new EventLine(events, this.#connection);
    this.#watchdog = setInterval(() => this.#line?.check(), CHECK_MS);
    const back = () => document.visibilityState === 'visible' && this.#line?.check();
    document.addEventListener('visibilitychange', back);
    const online = () => this.#connection.state !== 'open' && this.#line?.reconnect();
    window.addEventListener('online', online);
    return () => {
      document.removeEventListener('visibilitychange', back);
      window.removeEventListener('online', online);
      clearInterval(this.#watchdog);
      clearTimeout(this.#snapshotTimer);
      this.#line?.close();
      this.#line = undefined;
    };
  }

  /** Tries again at once. */
  reconnect = (): void => this.#line?.reconnect();

  #receive(data: string): void {
    const event = JSON.parse(data) as StreamEvent;
    if (!this.#greeted && event.type === 'state') {
      this.#greeted = true;
      this.#greet(event.state.revision);
      // it was away: ports may have been opened or lost meanwhile
      if (this.#served !== undefined) this.#readSnapshot();
    }
    this.#set({ ...this.#connection, lastEvent: Date.now() });
    this.#handle(event);
  }

  #greet(revision: number): void {
    catchUp(this.#client, revision);
    void this.#traffic.load();
  }

  #handle(event: StreamEvent): void {
    switch (event.type) {
      case 'state':
        this.#client.setQueryData(queryKeys.state, event.state);
        if (event.state.proxy.revision !== this.#served) {
          const first = this.#served === undefined;
          this.#served = event.state.proxy.revision;
          if (first) void readServed(this.#client, this.#served);
          else {
            void this.#traffic.loadMarks();
            this.#readSnapshot();
          }
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

  #set(next: Connection): void {
    const changed = next.state !== this.#connection.state || next.attempts !== this.#connection.attempts;
    if (changed) this.#connection = next;
    // the time alone changes with each event: nobody re-renders for it
    else this.#connection.lastEvent = next.lastEvent;
    if (changed) for (const listener of this.#listeners) listener();
  }
}
