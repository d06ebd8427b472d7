import { keyText, type ObjectKey, type StoredObject } from '../model/object.ts';
import { parseExact } from '../model/schema/exact-json.ts';
import { StoreUnavailable } from './errors.ts';
import { prepareFile } from './location.ts';
import { freeze, Memory } from './memory.ts';
import { type Row, rowOf } from './rows.ts';
import { StoreConflict, type Store, type StoreEvent, type StoreWrite } from './types.ts';
import { Writer } from './writer.ts';

/** Revisions of history that are kept for watches; the newest state of each object is kept for ever. */
const HISTORY = 10_000;

export interface StoreOptions {
  /** Path of the SQLite file; made when it does not exist. */
  file: string;
  /** Revisions of history to keep (default 10,000). */
  history?: number;
  /** Largest size of the file; a write beyond it fails as on a full disk. */
  mostBytes?: number;
}

interface Change {
  event: StoreEvent;
  row: Row;
  text: string | undefined;
}

class DurableStore implements Store {
  readonly #memory: Memory;
  readonly #writer: Writer;
  readonly #history: number;
  readonly #listeners = new Set<(events: StoreEvent[]) => void>();
  /** States that were written but are not durable yet; null stands for deleted. */
  readonly #pending = new Map<string, StoredObject | null>();
  /** Newest number that was given, durable or not; never given again. */
  #given: number;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(memory: Memory, writer: Writer, given: number, history: number) {
    this.#memory = memory;
    this.#writer = writer;
    this.#given = given;
    this.#history = history;
  }

  get revision(): number {
    return this.#memory.revision;
  }

  get(key: ObjectKey): StoredObject | undefined {
    return this.#memory.get(key);
  }

  list(group: string, kind: string, namespace?: string): StoredObject[] {
    return this.#memory.list(group, kind, namespace);
  }

  all(): StoredObject[] {
    return this.#memory.all();
  }

  text(key: ObjectKey): string | undefined {
    return this.#memory.text(key);
  }

  since(revision: number, most?: number): StoreEvent[] {
    return this.#memory.since(revision, most);
  }

  subscribe(listener: (events: StoreEvent[]) => void): () => void {
    // a wrapper of its own, so that one function may be subscribed twice
    const own = (events: StoreEvent[]): void => listener(events);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  async write(writes: StoreWrite[]): Promise<StoreEvent[]> {
    if (this.#closed) throw new StoreUnavailable('The store is closing; try again in a moment.', 'closed');
    const changes = this.#prepare(writes);
    if (changes instanceof StoreConflict) {
      // who reads and tries again must find what it lost against
      await this.#last.catch(() => {});
      throw changes;
    }
    if (changes.length === 0) return [];
    const durable = this.#writer.append(changes.map((change) => change.row));
    this.#last = durable;
    await durable;
    return this.#apply(changes);
  }

  /** Nothing that is on its way will arrive: what comes next builds on what is durable. */
  lost(): void {
    this.#pending.clear();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last.catch(() => {});
    await this.#writer.close();
    this.#listeners.clear();
  }

  /** Numbers the writes against memory and what is on its way; changes nothing when one of them conflicts. */
  #prepare(writes: StoreWrite[]): Change[] | StoreConflict {
    const own = new Map<string, StoredObject | null>();
    const changes: Change[] = [];
    let revision = this.#given;
    for (const write of writes) {
      const id = keyText(write.key);
      const current = this.#current(id, write.key, own);
      if (!holds(write, current)) return new StoreConflict(write.key, current);
      if (write.type === 'delete' && current === undefined) continue;
      revision += 1;
      const change = changeOf(write, current, revision);
      own.set(id, change.event.type === 'DELETED' ? null : change.event.object);
      changes.push(change);
    }
    for (const [id, object] of own) this.#pending.set(id, object);
    this.#given = revision;
    return changes;
  }

  #current(id: string, key: ObjectKey, own: Map<string, StoredObject | null>): StoredObject | undefined {
    const pending = own.has(id) ? own.get(id) : this.#pending.get(id);
    return pending === undefined ? this.#memory.get(key) : (pending ?? undefined);
  }

  #apply(changes: Change[]): StoreEvent[] {
    const events = changes.map((change) => change.event);
    for (const { event, text } of changes) {
      this.#memory.apply(event, text);
      const id = keyText(event.key);
      const pending = this.#pending.get(id);
      const settled = event.type === 'DELETED' ? pending === null : pending === event.object;
      if (settled) this.#pending.delete(id);
    }
    // compaction in steps of a tenth, so that it is rare
    if (this.#memory.history.length > this.#history * 1.1) {
      const { compacted, rows } = this.#memory.compact(this.#history);
      this.#writer.compact(compacted, rows);
    }
    for (const listener of this.#listeners) {
      try {
        listener(events);
      } catch (error) {
        console.error('store: a subscriber failed', error);
      }
    }
    return events;
  }
}

/** A delete without `expect` takes whatever is there. */
function holds(write: StoreWrite, current: StoredObject | undefined): boolean {
  if (write.expect === '*') return true;
  if (write.expect === undefined) return write.type === 'delete' || current === undefined;
  return current?.metadata.resourceVersion === write.expect;
}

function changeOf(write: StoreWrite, previous: StoredObject | undefined, revision: number): Change {
  const source = write.type === 'put' ? write.object : previous;
  if (source === undefined) throw new Error('a delete needs an object');
  const json = JSON.stringify({ ...source, metadata: { ...source.metadata, resourceVersion: String(revision) } });
  const type = write.type === 'delete' ? 'DELETED' : previous === undefined ? 'ADDED' : 'MODIFIED';
  const event: StoreEvent = {
    revision,
    type,
    key: Object.freeze({ ...write.key }),
    object: freeze(parseExact(json) as StoredObject),
    ...(previous === undefined ? {} : { previous }),
    statusOnly: write.type === 'put' && write.statusOnly === true,
    at: Date.now(),
    by: write.by,
  };
  const text = write.type === 'put' ? write.text : undefined;
  return { event: Object.freeze(event), row: rowOf(event, json, text), text };
}

/**
 * Opens the store: checks and migrates the file, reads it into memory, and starts the writer thread.
 * @throws StoreUnavailable with the path and what to do
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  prepareFile(options.file);
  const memory = new Memory();
  let store: DurableStore | null = null;
  const { writer, newest, compacted } = await Writer.open(options.file, options.mostBytes, {
    row: (row) => memory.apply(eventOf(row, memory), row.text ?? undefined),
    lost: () => store?.lost(),
  });
  memory.begin(newest, compacted);
  store = new DurableStore(memory, writer, newest, options.history ?? HISTORY);
  return store;
}

function eventOf(row: Row, memory: Memory): StoreEvent {
  const { revision, object, text: _text, type, statusOnly, by, at, ...key } = row;
  const previous = memory.get(key);
  return Object.freeze({
    revision,
    type: type as StoreEvent['type'],
    key: Object.freeze(key),
    object: freeze(parseExact(object) as StoredObject),
    ...(previous === undefined ? {} : { previous }),
    statusOnly,
    at,
    by,
  });
}
