import type { ChangeEntry } from '../contract/console.ts';
import { keyText, type StoredObject } from '../model/object.ts';
import { RevisionGone, type Store, type StoreEvent } from '../store/types.ts';

/** Writes of one caller that come within this time are one: an import or an example is one transaction. */
const TOGETHER_MS = 50;
/** Revisions that are looked through for the newest changes. */
const LOOKED_AT = 2_000;

/** Events after a revision, or as many as were not compacted. */
export function eventsAfter(store: Store, revision: number): { events: StoreEvent[]; whole: boolean } {
  try {
    return { events: store.since(revision), whole: true };
  } catch (error) {
    if (!(error instanceof RevisionGone)) throw error;
    return { events: store.since(error.oldest), whole: false };
  }
}

/** The newest writes of the store, newest first; what only status says is none. */
export function recentChanges(store: Store, most: number): ChangeEntry[] {
  const { events } = eventsAfter(store, Math.max(0, store.revision - LOOKED_AT));
  const writes: StoreEvent[][] = [];
  for (const event of events) {
    if (event.statusOnly) continue;
    const last = writes.at(-1);
    const before = last?.at(-1);
    const together =
      before !== undefined &&
      before.by === event.by &&
      event.at - before.at <= TOGETHER_MS &&
      // an object that is written again is written by another call
      !last!.some(({ key }) => keyText(key) === keyText(event.key));
    if (together) last!.push(event);
    else writes.push([event]);
  }
  return writes.slice(-most).toReversed().map(entryOf);
}

function entryOf(events: StoreEvent[]): ChangeEntry {
  const first = events[0]!;
  const last = events.at(-1)!;
  const differences = events.map((event) => ({ event, fields: fieldsOf(event) }));
  return {
    revision: last.revision,
    at: last.at,
    by: first.by,
    objects: events.length,
    change: first.type,
    key: first.key,
    summary: summaryOf(first, fieldsOf(first)),
    added: differences.reduce((sum, { fields }) => sum + fields.filter(({ to }) => to !== undefined).length, 0),
    removed: differences.reduce((sum, { fields }) => sum + fields.filter(({ from }) => from !== undefined).length, 0),
  };
}

interface FieldChange {
  path: string;
  from: string | undefined;
  to: string | undefined;
}

/** Longest value that a summary shows. */
const SHOWN = 24;

function summaryOf(event: StoreEvent, fields: readonly FieldChange[]): string {
  if (event.type === 'ADDED') return 'created';
  if (event.type === 'DELETED') return 'deleted';
  const [field] = fields;
  if (!field) return 'written without a change';
  const short = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 1)}\u2026`);
  const what =
    field.from === undefined
      ? `${field.path} set to ${short(field.to ?? '')}`
      : field.to === undefined
        ? `${field.path} removed, was ${short(field.from)}`
        : `${field.path} ${short(field.from)} to ${short(field.to)}`;
  return fields.length === 1 ? what : `${what} and ${fields.length - 1} more`;
}

/** What the author wrote, field by field, that differs between two states. */
function fieldsOf({ type, object, previous }: StoreEvent): FieldChange[] {
  const before = leaves(previous ?? (type === 'DELETED' ? object : undefined));
  const after = leaves(type === 'DELETED' ? undefined : object);
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].flatMap((path) => {
    const from = before.get(path);
    const to = after.get(path);
    return from === to ? [] : [{ path, from, to }];
  });
}

/** Members of an object that say what it is rather than what somebody set. */
const IDENTITY = new Set(['apiVersion', 'kind', 'status']);

function leaves(object: StoredObject | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (object === undefined) return found;
  for (const [name, value] of Object.entries(object)) {
    if (IDENTITY.has(name)) continue;
    if (name !== 'metadata') collect(value, name, found);
    else {
      collect(object.metadata.labels ?? {}, 'metadata.labels', found);
      collect(object.metadata.annotations ?? {}, 'metadata.annotations', found);
    }
  }
  return found;
}

function collect(value: unknown, path: string, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) {
    into.set(path, String(value));
    return;
  }
  if (Array.isArray(value)) value.forEach((entry, i) => collect(entry, `${path}[${i}]`, into));
  else for (const [name, member] of Object.entries(value)) collect(member, `${path}.${name}`, into);
}
