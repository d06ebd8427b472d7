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
  /** Removes what is older than `upTo`, except the newest row of each object that still exists there. */
  | { type: 'compact'; upTo: number }
  | { type: 'close' };

export type Report =
  | { type: 'rows'; rows: Row[] }
  | { type: 'ready'; newest: number; compacted: number }
  | { type: 'unusable'; message: string }
  | { type: 'appended' }
  | { type: 'failed'; message: string }
  | { type: 'compacted' }
  | { type: 'not compacted'; message: string }
  | { type: 'closed' };

/** What the writer thread is started with. */
export interface WriterData {
  file: string;
  migrations: string;
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
