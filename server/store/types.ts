import type { ObjectKey, StoredObject } from '../model/object.ts';

/** One change of one object, numbered. `object` is the state after it; for DELETED the last state with the new resourceVersion. */
export interface StoreEvent {
  revision: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  key: ObjectKey;
  object: StoredObject;
  /** State before, absent for ADDED. */
  previous?: StoredObject;
  /** True when only status changed. */
  statusOnly: boolean;
  /** Unix milliseconds. */
  at: number;
  /** Who wrote: field manager or `switchyard` for the product's own status writes. */
  by: string;
}

/** A write inside a transaction. The store gives resourceVersion; callers have admitted the object. */
export type StoreWrite =
  | {
      type: 'put';
      key: ObjectKey;
      object: StoredObject;
      /** resourceVersion that must be current; absent = must not exist; '*' = any. */ expect?: string;
      /** Authored text, undefined keeps none. */ text?: string;
      statusOnly?: boolean;
      by: string;
    }
  | { type: 'delete'; key: ObjectKey; expect?: string; by: string };

/** Thrown when a write's `expect` does not hold; nothing of the transaction was written. */
export class StoreConflict extends Error {
  readonly key: ObjectKey;
  readonly current: StoredObject | undefined;
  constructor(key: ObjectKey, current: StoredObject | undefined) {
    super(
      `${key.kind} ${key.namespace}/${key.name} is at resourceVersion ${current?.metadata.resourceVersion ?? 'none'}`,
    );
    this.name = 'StoreConflict';
    this.key = key;
    this.current = current;
  }
}

/** Thrown by `since` and `watch` for a revision that was compacted away. */
export class RevisionGone extends Error {
  /** The oldest revision whose events are all there. */
  readonly oldest: number;
  constructor(revision: number, oldest: number) {
    super(`too old resource version: ${revision} (${oldest})`);
    this.name = 'RevisionGone';
    this.oldest = oldest;
  }
}

/**
 * Objects and their revisions. Reads come from memory and are synchronous; they return frozen values that must not be changed.
 * Writes are durable before the promise resolves, and are applied in call order.
 */
export interface Store {
  /** Newest revision; 0 when nothing was ever written. */
  readonly revision: number;
  get(key: ObjectKey): StoredObject | undefined;
  /** All objects of a kind, by namespace then name. */
  list(group: string, kind: string, namespace?: string): StoredObject[];
  /** All objects. */
  all(): StoredObject[];
  /** Authored text of an object, undefined when it came without. */
  text(key: ObjectKey): string | undefined;
  /** All or nothing; one revision per write, in order. @throws StoreConflict */
  write(writes: StoreWrite[]): Promise<StoreEvent[]>;
  /** Events after a revision, oldest first, at most `most`. @throws RevisionGone */
  since(revision: number, most?: number): StoreEvent[];
  /** Calls `listener` for each event after now, in order, after it is durable. Returns the function that ends it. */
  subscribe(listener: (events: StoreEvent[]) => void): () => void;
  close(): Promise<void>;
}
