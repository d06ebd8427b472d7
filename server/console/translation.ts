import { isDeepStrictEqual } from 'node:util';
import type { Binding } from '../contract/control.ts';
import { translate } from '../gateway/translate.ts';
import { keyText } from '../model/object.ts';
import type { Snapshot } from '../routing/snapshot.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { StoreConflict, type Store, type StoreEvent, type StoreWrite } from '../store/types.ts';

/** Who writes the conditions. */
const STATUS_WRITER = 'switchyard';
/** Events that come within this time of a translation are translated together; one after a quiet time is at once. */
const COALESCE_MS = 5;
const QUIET_MS = 50;
/** Conditions that the store did not take are written again after this time. */
const RETRY_MS = 2_000;

export interface TranslationEvents {
  /** Another snapshot is to be served; `changes` are the writes since the one before. */
  snapshot: (snapshot: Snapshot, changes: StoreEvent[]) => void;
  /** The store moved to `revision` and there is nothing new to serve. */
  unchanged: (revision: number) => void;
  failed: (error: unknown) => void;
}

/** Translates the store after every change, hands the snapshot on and writes the conditions back. */
export class Translation {
  private readonly store: Store;
  private readonly pool: string;
  private readonly events: TranslationEvents;
  private readonly unsubscribe: () => void;
  private bindings: Binding[] = [];
  private changes: StoreEvent[] = [];
  private current: Snapshot | null = null;
  private timer: NodeJS.Timeout | null = null;
  private retry: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  /** How long the last translation kept the event loop, and when it let go of it. */
  private tookMs = 0;
  private endedAt = 0;
  private closed = false;

  constructor(store: Store, pool: string, events: TranslationEvents) {
    this.store = store;
    this.pool = pool;
    this.events = events;
    this.unsubscribe = store.subscribe((batch) => {
      const others = batch.filter((event) => !(event.statusOnly && event.by === STATUS_WRITER));
      if (others.length > 0) {
        this.changes.push(...others);
        this.trigger();
      } else if (this.running === null) {
        this.events.unchanged(this.store.revision);
      }
    });
    this.trigger();
  }

  /** The newest snapshot; null before the first translation. */
  get snapshot(): Snapshot | null {
    return this.current;
  }

  /** The proxy has opened other sockets than before, which the conditions report. */
  bound(bindings: Binding[]): void {
    this.bindings = bindings;
    this.trigger();
  }

  /** Resolves when what runs has ended; nothing is written afterwards. */
  async close(): Promise<void> {
    this.closed = true;
    this.unsubscribe();
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.retry !== null) clearTimeout(this.retry);
    await this.running;
  }

  private trigger(): void {
    if (this.closed) return;
    if (this.running !== null) {
      this.again = true;
      return;
    }
    // requests get at least as much time as translations, however many objects there are
    const since = performance.now() - this.endedAt;
    const pause = since > QUIET_MS + this.tookMs ? 0 : Math.max(COALESCE_MS, this.tookMs - since);
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.running = this.run()
        .catch((error: unknown) => this.events.failed(error))
        .finally(() => {
          this.running = null;
          if (!this.again) return;
          this.again = false;
          this.trigger();
        });
    }, pause);
  }

  private async run(): Promise<void> {
    const begun = performance.now();
    const changes = this.changes;
    this.changes = [];
    const { snapshot, statuses } = translate(this.store.all(), {
      revision: this.store.revision,
      pool: this.pool,
      bindings: this.bindings,
      previous: this.current ?? undefined,
    });
    const served = this.current;
    this.current = snapshot;
    if (served === null || !servesTheSame(served, snapshot)) this.events.snapshot(snapshot, changes);
    const written = this.writeStatuses(statuses);
    this.endedAt = performance.now();
    this.tookMs = this.endedAt - begun;
    await written;
    this.events.unchanged(this.store.revision);
  }

  private async writeStatuses(statuses: ReturnType<typeof translate>['statuses']): Promise<void> {
    const writes: StoreWrite[] = [];
    for (const { key, status } of statuses) {
      const object = this.store.get(key);
      // what JSON does not carry must not look like a difference
      const wanted: unknown = status === undefined ? undefined : JSON.parse(JSON.stringify(status));
      if (object === undefined || isDeepStrictEqual(object.status, wanted)) continue;
      writes.push({
        type: 'put',
        key,
        object: { ...object, status: wanted },
        expect: object.metadata.resourceVersion,
        text: this.store.text(key),
        statusOnly: true,
        by: STATUS_WRITER,
      });
    }
    if (writes.length === 0 || this.closed) return;
    try {
      await this.store.write(writes);
    } catch (error) {
      // someone wrote in between: the event of that write starts the next round
      if (error instanceof StoreConflict) this.again = true;
      // a full disk, which the store has told
      else if (error instanceof StoreUnavailable) this.retry = setTimeout(() => this.trigger(), RETRY_MS).unref();
      else throw error;
    }
  }
}

/** What stands is the same object in a snapshot and in the one after it. */
function servesTheSame(before: Snapshot, after: Snapshot): boolean {
  const { revision: _before, ...was } = before;
  return Object.entries(was).every(([field, value]) => after[field as keyof typeof was] === value);
}

/** What happened, in a few words, for the mark on the charts. */
export function describeChanges(changes: StoreEvent[]): string {
  const verbs = { ADDED: 'added', MODIFIED: 'changed', DELETED: 'deleted' };
  const byObject = new Map(changes.map((event) => [keyText(event.key), event]));
  const parts = [...byObject.values()].map(
    ({ key, type }) => `${key.kind} ${key.namespace === '' ? '' : `${key.namespace}/`}${key.name} ${verbs[type]}`,
  );
  if (parts.length <= 3) return parts.join(', ');
  return `${parts.slice(0, 2).join(', ')} and ${parts.length - 2} more`;
}
