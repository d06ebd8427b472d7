import { keyText, type ObjectKey, type StoredObject } from '../model/object.ts';
import { RevisionGone, type StoreEvent } from './types.ts';

interface Entry {
  object: StoredObject;
  text: string | undefined;
}

/** Freezes a JSON value all the way down. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}

/** What lists are sorted by: the key under which etcd keeps an object. */
export function listOrder(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** Compares objects as lists are sorted. */
export function inOrder(a: StoredObject, b: StoredObject): number {
  const left = listOrder(a.metadata.namespace ?? '', a.metadata.name);
  return left < listOrder(b.metadata.namespace ?? '', b.metadata.name) ? -1 : 1;
}

/** Keeps a sorted list sorted, which is much cheaper than to sort it after each event. */
function place(sorted: StoredObject[], { type, object }: StoreEvent): void {
  const { namespace, name } = object.metadata;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inOrder(sorted[middle]!, object) < 0) low = middle + 1;
    else high = middle;
  }
  const there = sorted[low]?.metadata;
  const held = there !== undefined && there.name === name && (there.namespace ?? '') === (namespace ?? '');
  sorted.splice(low, held ? 1 : 0, ...(type === 'DELETED' ? [] : [object]));
}

/** The state that readers see: objects, their texts, and the history that was not compacted. */
export class Memory {
  /** Newest revision that is durable. */
  revision = 0;
  /** Events up to this revision are no longer in `history`. */
  compacted = 0;
  history: StoreEvent[] = [];
  readonly #entries = new Map<string, Entry>();
  readonly #kinds = new Map<string, Map<string, StoredObject>>();
  readonly #sorted = new Map<string, StoredObject[]>();

  get(key: ObjectKey): StoredObject | undefined {
    return this.#entries.get(keyText(key))?.object;
  }

  text(key: ObjectKey): string | undefined {
    return this.#entries.get(keyText(key))?.text;
  }

  list(group: string, kind: string, namespace?: string): StoredObject[] {
    const name = `${group}/${kind}`;
    let sorted = this.#sorted.get(name);
    if (sorted === undefined) {
      sorted = [...(this.#kinds.get(name)?.values() ?? [])].sort(inOrder);
      this.#sorted.set(name, sorted);
    }
    return namespace === undefined
      ? [...sorted]
      : sorted.filter((object) => (object.metadata.namespace ?? '') === namespace);
  }

  all(): StoredObject[] {
    return [...this.#kinds.keys()].sort().flatMap((name) => {
      const slash = name.lastIndexOf('/');
      return this.list(name.slice(0, slash), name.slice(slash + 1));
    });
  }

  /** Takes one durable event. */
  apply(event: StoreEvent, text: string | undefined): void {
    const id = keyText(event.key);
    const name = `${event.key.group}/${event.key.kind}`;
    let kind = this.#kinds.get(name);
    if (kind === undefined) this.#kinds.set(name, (kind = new Map()));
    if (event.type === 'DELETED') {
      this.#entries.delete(id);
      kind.delete(id);
    } else {
      this.#entries.set(id, { object: event.object, text });
      kind.set(id, event.object);
    }
    const sorted = this.#sorted.get(name);
    if (sorted !== undefined) place(sorted, event);
    this.revision = event.revision;
    if (event.revision > this.compacted) this.history.push(event);
  }

  /** All events of the file were applied. */
  begin(newest: number, compacted: number): void {
    this.revision = newest;
    this.compacted = compacted;
    this.history = this.since(compacted);
  }

  /** Events after a revision, at most `most`. @throws RevisionGone */
  since(revision: number, most = Number.POSITIVE_INFINITY): StoreEvent[] {
    if (revision < this.compacted) throw new RevisionGone(revision, this.compacted);
    let low = 0;
    let high = this.history.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.history[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return this.history.slice(low, low + most);
  }

  /**
   * Forgets all but the newest `keep` events.
   * @returns the new compacted revision, and the revisions that nobody can ask for any more: deletions, and states that were replaced
   */
  compact(keep: number): { compacted: number; rows: number[] } {
    const gone = this.history.splice(0, Math.max(0, this.history.length - keep));
    this.compacted = gone.at(-1)?.revision ?? this.compacted;
    const rows = gone.flatMap(({ type, revision, previous }) => [
      ...(previous === undefined ? [] : [Number(previous.metadata.resourceVersion)]),
      ...(type === 'DELETED' ? [revision] : []),
    ]);
    return { compacted: this.compacted, rows };
  }
}
