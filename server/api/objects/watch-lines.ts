import { encodeStruct } from '../../model/core/decode.ts';
import { apiVersionOf } from '../../model/admission.ts';
import type { StoredObject } from '../../model/object.ts';
import type { Status } from '../../model/status.ts';
import type { StoreEvent } from '../../store/types.ts';
import type { Wanted } from '../http/accept.ts';
import { type IncludeObject, partialObject, table } from '../http/table.ts';
import type { ResourceTarget } from '../http/target.ts';
import { atVersion } from './version.ts';

type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/** Texts of the objects that watches have sent last: many watches send the same ones. */
const texts = new Map<StoredObject, string>();
const MOST_TEXTS = 64;

function textOf(object: StoredObject): string {
  const known = texts.get(object);
  if (known !== undefined) return known;
  if (texts.size >= MOST_TEXTS) texts.clear();
  const text = JSON.stringify(object);
  texts.set(object, text);
  return text;
}

/** What a watch sends, one JSON object a line, in the shape that was asked for. */
export class WatchLines {
  readonly #target: ResourceTarget;
  readonly #wanted: Wanted;
  readonly #include: IncludeObject;
  readonly #matches: (object: StoredObject) => boolean;
  /** Columns of a table go with the first line. */
  #headSent = false;

  constructor(
    target: ResourceTarget,
    wanted: Wanted,
    include: IncludeObject,
    matches: (object: StoredObject) => boolean,
  ) {
    this.#target = target;
    this.#wanted = wanted;
    this.#include = include;
    this.#matches = matches;
  }

  /** An object that was there before the watch began; null when it is not selected. */
  initial(object: StoredObject): string | null {
    return this.#matches(object) ? this.#line('ADDED', object) : null;
  }

  /** A change, seen through the selectors; null when it does not concern this watch. */
  event(event: StoreEvent): string | null {
    const { kind, namespace } = this.#target;
    if (event.key.group !== kind.group || event.key.kind !== kind.kind) return null;
    if (namespace !== '' && event.key.namespace !== namespace) return null;
    const before = event.previous !== undefined && this.#matches(event.previous);
    const after = event.type !== 'DELETED' && this.#matches(event.object);
    if (!before && !after) return null;
    if (after) return this.#line(before ? 'MODIFIED' : 'ADDED', event.object);
    return this.#line('DELETED', event.type === 'DELETED' ? event.object : lastSelected(event));
  }

  /** Says that everything up to a revision was sent. */
  bookmark(revision: number, annotations?: Record<string, string>): string {
    const { kind, version } = this.#target;
    const resourceVersion = String(revision);
    const metadata = { resourceVersion, ...(annotations === undefined ? {} : { annotations }) };
    const apiVersion = `meta.k8s.io/${this.#wanted.metaVersion}`;
    if (this.#wanted.shape === 'table') {
      const object = { kind: 'PartialObjectMetadata', apiVersion, metadata };
      const { rows } = table(kind, [this.#empty()], { resourceVersion }, { include: 'None', version: 'v1' });
      return written('BOOKMARK', {
        kind: 'Table',
        apiVersion,
        metadata: { resourceVersion },
        columnDefinitions: null,
        rows: rows.map((row) => ({ ...row, object })),
      });
    }
    if (this.#wanted.shape === 'metadata')
      return written('BOOKMARK', { kind: 'PartialObjectMetadata', apiVersion, metadata });
    return written('BOOKMARK', { ...this.#empty(), apiVersion: apiVersionOf({ ...kind, version }), metadata });
  }

  /** An object of which nothing is said: Go writes the structs that are in it. */
  #empty(): StoredObject {
    const { kind } = this.#target;
    const fields = kind.rules === undefined ? {} : encodeStruct({}, kind.rules.type);
    return { ...fields, apiVersion: '', kind: kind.kind, metadata: { name: '' } } as unknown as StoredObject;
  }

  error(status: Status): string {
    return written('ERROR', status);
  }

  #line(type: WatchEventType, object: StoredObject): string {
    const shown = atVersion(object, this.#target);
    if (this.#wanted.shape === 'metadata') return written(type, partialObject(shown, this.#wanted.metaVersion));
    if (this.#wanted.shape !== 'table') return `{"type":"${type}","object":${textOf(shown)}}\n`;
    const head = !this.#headSent;
    this.#headSent = true;
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const options = { include: this.#include, version: this.#wanted.metaVersion, head };
    return written(type, table(this.#target.kind, [shown], metadata, options));
  }
}

/** An object that a change takes out of a selection, as it was before, at the revision of the change. */
function lastSelected({ object, previous = object }: StoreEvent): StoredObject {
  const { resourceVersion } = object.metadata;
  return { ...previous, metadata: { ...previous.metadata, resourceVersion } };
}

function written(type: WatchEventType, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}
