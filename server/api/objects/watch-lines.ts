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
    return this.#line(after ? (before ? 'MODIFIED' : 'ADDED') : 'DELETED', event.object);
  }

  /** Says that everything up to a revision was sent. */
  bookmark(revision: number, annotations?: Record<string, string>): string {
    const { kind, version } = this.#target;
    const resourceVersion = String(revision);
    const metadata = {
      resourceVersion,
      creationTimestamp: null,
      ...(annotations === undefined ? {} : { annotations }),
    };
    if (this.#wanted.shape === 'table') {
      const object = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
      const rows = [{ cells: kind.columns.map(() => ''), object }];
      return written('BOOKMARK', {
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { resourceVersion },
        columnDefinitions: null,
        rows,
      });
    }
    if (this.#wanted.shape === 'metadata')
      return written('BOOKMARK', { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata });
    return written('BOOKMARK', { kind: kind.kind, apiVersion: apiVersionOf({ ...kind, version }), metadata });
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

function written(type: WatchEventType, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}
