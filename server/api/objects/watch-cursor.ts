import type { ServerResponse } from 'node:http';
import type { StoredObject } from '../../model/object.ts';
import { RevisionGone, type Store } from '../../store/types.ts';
import { goneStatus } from './read.ts';
import type { WatchLines } from './watch-lines.ts';

/** Events that are taken from the store at a time. */
const AT_ONCE = 64;
/** A client that takes nothing for this long is cut off. */
const STALLED_MS = 60_000;

/** Where a watch begins. */
export interface WatchStart {
  /** Objects to send first, as they were at `revision`. */
  objects: StoredObject[];
  /** The line that says that they were sent. */
  end: string | null;
  /** Changes after this revision follow. */
  revision: number;
}

/**
 * A place in the store's history that moves on as its client reads. Nothing is kept for a client that does not: it falls behind, and is told
 * 410 when the history that it has not seen is compacted, or cut off before.
 */
export class WatchCursor {
  readonly #store: Store;
  readonly #response: ServerResponse;
  readonly #lines: WatchLines;
  readonly #unsubscribe: () => void;
  #objects: StoredObject[];
  #next = 0;
  #end: string | null;
  #position: number;
  #woken = false;
  #stalled: NodeJS.Timeout | null = null;
  #ended = false;

  constructor(store: Store, response: ServerResponse, lines: WatchLines, start: WatchStart) {
    this.#store = store;
    this.#response = response;
    this.#lines = lines;
    this.#objects = start.objects;
    this.#end = start.end;
    this.#position = start.revision;
    this.#unsubscribe = store.subscribe(() => this.#wake());
    response.on('drain', () => {
      if (this.#stalled !== null) clearTimeout(this.#stalled);
      this.#stalled = null;
      this.#pump();
    });
    response.on('close', () => this.#stop());
    this.#pump();
  }

  /** Sends a bookmark, unless there is something to be sent before it. */
  bookmark(): void {
    this.#pump();
    if (!this.#ended && !this.#response.writableNeedDrain && this.#position === this.#store.revision)
      this.#write(this.#lines.bookmark(this.#position));
  }

  /** Ends the watch as a timeout does. */
  end(): void {
    this.#stop();
    this.#response.end();
  }

  #stop(): void {
    this.#ended = true;
    this.#unsubscribe();
    this.#objects = [];
    if (this.#stalled !== null) clearTimeout(this.#stalled);
  }

  /** Not at once: who wrote gets its answer first, and writes that come together are sent together. */
  #wake(): void {
    if (this.#woken) return;
    this.#woken = true;
    setImmediate(() => {
      this.#woken = false;
      this.#pump();
    });
  }

  #pump(): void {
    try {
      while (!this.#ended && !this.#response.writableNeedDrain) {
        if (this.#next < this.#objects.length) this.#write(this.#lines.initial(this.#objects[this.#next++]!));
        else if (this.#end !== null) {
          this.#write(this.#end);
          this.#end = null;
        } else if (!this.#sendEvents()) break;
      }
    } catch (error) {
      if (error instanceof RevisionGone) {
        this.#write(this.#lines.error(goneStatus(error)));
        return this.end();
      }
      console.error('api: a watch failed:', error);
      this.#response.destroy();
    }
  }

  /** @returns false when there are none. @throws RevisionGone */
  #sendEvents(): boolean {
    // a client that reads slowly must not keep objects that are long gone
    this.#objects = [];
    this.#next = 0;
    const events = this.#store.since(this.#position, AT_ONCE);
    if (events.length === 0) {
      this.#position = this.#store.revision;
      return false;
    }
    for (const event of events) {
      if (this.#response.writableNeedDrain || this.#ended) return true;
      this.#position = event.revision;
      this.#write(this.#lines.event(event));
    }
    return true;
  }

  #write(line: string | null): void {
    if (line === null || this.#response.destroyed) return;
    if (this.#response.write(line) || this.#stalled !== null) return;
    this.#stalled = setTimeout(() => this.#response.destroy(), STALLED_MS);
    this.#stalled.unref();
  }
}
