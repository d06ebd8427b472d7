import type { TrafficHistory, TrafficSample } from '../../server/contract/console.ts';
import { api } from './api.ts';
import { takeCome } from './early.ts';
import { KEPT_PATH, KEPT_SECONDS } from './kept.ts';

/** Milliseconds without a sample after which figures are called stale. */
export const STALE_MS = 5000;

/** What a page sees of the traffic. A new value for each sample, never changed in place. */
export interface TrafficView {
  /** Oldest first. One a second in the past, as they came since. */
  samples: readonly TrafficSample[];
  marks: TrafficHistory['marks'];
  /** Unix milliseconds of the newest request by rule id before the samples began, of the last 24 hours. */
  lastHits?: TrafficHistory['lastHits'];
  /** Unix milliseconds of the newest sample, null before the first. */
  lastAt: number | null;
  loaded: boolean;
  /** Why the past could not be read; the live part goes on. */
  error: string | null;
}

const EMPTY: TrafficView = { samples: [], marks: [], lastAt: null, loaded: false, error: null };

/** Traffic of the last 15 minutes, outside React: history once, then what the stream brings. */
export class TrafficStore {
  #view: TrafficView = EMPTY;
  #listeners = new Set<() => void>();
  #loads = 0;

  constructor() {
    const come = takeCome(KEPT_PATH);
    if (come) this.#put(come.value as TrafficHistory);
  }

  /** The present view. */
  get = (): TrafficView => this.#view;

  /** Calls `listener` after each change; returns the function that ends it. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the past, and puts it before what came meanwhile. Of several reads the last that was begun counts. */
  async load(): Promise<void> {
    const load = ++this.#loads;
    try {
      const history = await api<TrafficHistory>('GET', KEPT_PATH);
      if (load !== this.#loads) return;
      this.#put(history);
    } catch (error) {
      if (load !== this.#loads) return;
      this.#set({ ...this.#view, loaded: true, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #put(history: TrafficHistory): void {
    const end = history.samples.at(-1)?.at ?? 0;
    const since = this.#view.samples.filter((sample) => sample.at - sample.intervalMs / 2 > end);
    this.#set({
      ...this.#view,
      samples: [...history.samples, ...since],
      marks: history.marks,
      lastHits: history.lastHits,
      loaded: true,
      error: null,
    });
  }

  /** Adds a sample of the stream. */
  append(sample: TrafficSample): void {
    const { samples } = this.#view;
    const newest = samples.at(-1);
    // a sample that overlaps the last second of the past was counted there
    if (newest && sample.at - sample.intervalMs / 2 <= newest.at) return;
    const from = sample.at - KEPT_SECONDS * 1000;
    const first = samples[0];
    const kept = first && first.at < from - 30_000 ? samples.filter((known) => known.at >= from) : samples;
    this.#set({ ...this.#view, samples: [...kept, sample] });
  }

  /** Reads the revision marks again, after something that routes was changed. */
  async loadMarks(): Promise<void> {
    try {
      const history = await api<TrafficHistory>('GET', '/console/v1/traffic?range=60');
      const known = new Set(this.#view.marks.map((mark) => mark.revision));
      const fresh = history.marks.filter((mark) => !known.has(mark.revision));
      if (fresh.length > 0) this.#set({ ...this.#view, marks: [...this.#view.marks, ...fresh] });
    } catch {
      // the next change, or the next connection, brings them
    }
  }

  #set(view: TrafficView): void {
    this.#view = { ...view, lastAt: view.samples.at(-1)?.at ?? null };
    for (const listener of this.#listeners) listener();
  }
}
