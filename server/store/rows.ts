import type { StoreTrouble } from './errors.ts';
import type { StoreEvent } from './types.ts';

/** A row of the table `revision`; plain data that may cross to the writer thread. */
export interface Row {
  revision: number;
  group: string;
  kind: string;
  namespace: string;
  name: string;
  type: string;
  object: string;
  text: string | null;
  statusOnly: boolean;
  by: string;
  at: number;
}

/** Orders to the writer thread. It answers each append with `appended` or `failed`, in order. */
export type Order =
  | { type: 'append'; rows: Row[] }
  /** Removes the rows of these revisions and notes that history before `upTo` is gone. */
  | { type: 'compact'; upTo: number; gone: number[] }
  | { type: 'close' };

export type Report =
  | { type: 'rows'; rows: Row[] }
  | { type: 'ready'; newest: number; compacted: number }
  | { type: 'unusable'; message: string; trouble: StoreTrouble }
  | { type: 'appended' }
  | { type: 'failed'; message: string; trouble: StoreTrouble }
  /** `rows` of the last order are gone. */
  | { type: 'compacted'; rows: number }
  | { type: 'not compacted'; message: string }
  | { type: 'closed' };

/** What the writer thread is started with. */
export interface WriterData {
  file: string;
  migrations: string;
  mostBytes: number | undefined;
}

/** The row of an event. */
export function rowOf(event: StoreEvent, json: string, text: string | undefined): Row {
  return {
    revision: event.revision,
    ...event.key,
    type: event.type,
    object: json,
    text: text ?? null,
    statusOnly: event.statusOnly,
    by: event.by,
    at: event.at,
  };
}
