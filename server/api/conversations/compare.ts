import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import type { Mapping } from './mapping.ts';
import { textOf } from '../http/text.ts';

/** Where two answers differ. */
export interface Difference {
  /** For example `body.metadata.labels.a`, `code`, `headers.allow`. */
  path: string;
  recorded: Json | undefined;
  ours: Json | undefined;
  /** What is wrong where the values alone do not say it. */
  why?: string;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const TIMES = new Set(['creationTimestamp', 'deletionTimestamp', 'time', 'lastTransitionTime']);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const AGE = /^(\d+[smhdy])+$/;

/** Objects that a cluster has by itself; nothing here makes them. */
function clusterOwn(object: Json): boolean {
  const inner = isObject(object) && isObject(object.object) ? object.object : object;
  if (!isObject(inner) || !isObject(inner.metadata)) return false;
  const { name, namespace } = inner.metadata;
  return /^kube-(system|public|node-lease)$/.test(textOf(name)) || (name === 'kubernetes' && namespace === 'default');
}

/** Compares answers, and learns which values stand for each other. */
export class Comparison {
  readonly differences: Difference[] = [];
  readonly #mapping: Mapping;

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  /** Compares two values. @param path where they stand */
  compare(recorded: Json | undefined, ours: Json | undefined, path: string, key = ''): void {
    if (isObject(recorded) && isObject(ours)) this.#objects(recorded, ours, path);
    else if (Array.isArray(recorded) && Array.isArray(ours)) this.#lists(recorded, ours, path, key);
    else if (!this.#sameScalar(recorded, ours, path, key)) this.#differ(recorded, ours, path);
  }

  /** Notes that both name the same state of the same thing, by an entity tag or a time. */
  entityTags(recorded: string, ours: string): void {
    this.#mapping.learn('etag', recorded, ours);
  }

  #differ(recorded: Json | undefined, ours: Json | undefined, path: string, why?: string): void {
    this.differences.push({ path, recorded, ours, ...(why === undefined ? {} : { why }) });
  }

  #objects(recorded: JsonObject, ours: JsonObject, path: string): void {
    if (recorded.uid !== undefined) this.#mapping.learnTimes(recorded, ours);
    this.#generatedName(recorded, ours);
    if (recorded.kind !== ours.kind && path === 'body') return this.#differ(recorded, ours, path);
    const status = recorded.kind === 'Status' && ours.kind === 'Status';
    // field sets name owners by uid
    const theirs = Object.fromEntries(
      Object.entries(recorded).map(([key, value]) => [key.startsWith('k:') ? this.#mapping.path(key) : key, value]),
    );
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
      if (status && key === 'message' && path === 'body') continue;
      this.compare(theirs[key], ours[key], `${path}.${key}`, key);
    }
    if (status && path === 'body') this.#messages(recorded, ours, path);
  }

  #generatedName(recorded: JsonObject, ours: JsonObject): void {
    const { generateName, name } = recorded;
    if (typeof generateName !== 'string' || typeof name !== 'string' || typeof ours.name !== 'string') return;
    if (name !== ours.name && ours.name.startsWith(generateName) && ours.name.length === name.length)
      this.#mapping.learn('name', name, ours.name);
  }

  /** Causes come in random order, so that the words of the message are compared as a set. */
  #messages(recorded: JsonObject, ours: JsonObject, path: string): void {
    const words = (status: JsonObject): string => {
      const message = masked(textOf(status.message));
      const many = isObject(status.details) && Array.isArray(status.details.causes) && status.details.causes.length > 1;
      return many
        ? message
            .split(/[[\], ]+/)
            .toSorted()
            .join(' ')
        : message;
    };
    if (words(recorded) !== words(ours)) this.#differ(recorded.message, ours.message, `${path}.message`);
  }

  /** Events of watches. When a bookmark comes depends on the clock, but for the one that ends the initial events. */
  events(recorded: Json[], ours: Json[]): void {
    this.compare(recorded.filter(isTold), ours.filter(isTold), 'events', 'events');
  }

  #lists(recorded: Json[], ours: Json[], path: string, key: string): void {
    const theirs = key === 'items' || key === 'rows' ? recorded.filter((item) => !clusterOwn(item)) : recorded;
    // causes come in random order, resources of custom kinds too, and managers by seconds
    const anyOrder =
      key === 'causes' ||
      key === 'managedFields' ||
      key === 'resources' ||
      key === 'groups' ||
      (key === 'items' && isGroups(recorded));
    const [left, right] = anyOrder ? [sorted(theirs), sorted(ours)] : [theirs, ours];
    for (let index = 0; index < Math.max(left.length, right.length); index += 1)
      this.compare(left[index], right[index], `${path}[${index}]`, key);
  }

  /** True when both say the same, or each server says its own. */
  #sameScalar(recorded: Json | undefined, ours: Json | undefined, path: string, key: string): boolean {
    if (typeof recorded === 'number' && typeof ours === 'number' && /[nN]odePort$/.test(key))
      return this.#learn('allotted', textOf(recorded), textOf(ours), path);
    if (typeof recorded !== 'string' || typeof ours !== 'string') return recorded === ours;
    if (TIMES.has(key) && TIME.test(recorded)) return TIME.test(ours);
    if (key === 'uid' && recorded.match(UUID) !== null)
      return ours.match(UUID) !== null && this.#learn('uid', recorded, ours, path);
    if (key === 'resourceVersion' && /^\d+$/.test(recorded))
      return /^\d+$/.test(ours) && this.#learn('revision', recorded, ours, path);
    if (key === 'serverRelativeURL') return this.#sameAddress(recorded, ours, path);
    if (key === 'continue' && recorded !== '' && ours !== '') return this.#learn('continue', recorded, ours, path);
    if ((key === 'clusterIP' || key === 'clusterIPs') && /^[0-9.]+$/.test(recorded))
      return /^[0-9.]+$/.test(ours) && this.#learn('allotted', recorded, ours, path);
    if (key === 'cells' && AGE.test(recorded)) return AGE.test(ours);
    if (key === 'cells' && /^\d+\.\d+\.\d+\.\d+$/.test(recorded)) return /^\d+\.\d+\.\d+\.\d+$/.test(ours);
    if (key === 'cells') return recorded.replace(/:3\d{4}\//g, ':0/') === ours.replace(/:3\d{4}\//g, ':0/');
    if (key === 'name' && recorded !== ours) return this.#mapping.path(recorded) === ours;
    return masked(this.#mapping.path(recorded)) === masked(ours);
  }

  /** Addresses of documents that name their hash. */
  #sameAddress(recorded: string, ours: string, path: string): boolean {
    const [address, hash] = recorded.split('hash=');
    const [own, ownHash] = ours.split('hash=');
    return address === own && hash !== undefined && ownHash !== undefined && this.#learn('name', hash, ownHash, path);
  }

  #learn(kind: Parameters<Mapping['learn']>[0], recorded: string, ours: string, path: string): boolean {
    const wrong = this.#mapping.learn(kind, recorded, ours);
    if (wrong !== undefined) this.#differ(recorded, ours, path, wrong);
    return true;
  }
}

/** False for a bookmark that may come at any time. */
export function isTold(event: Json): boolean {
  return !isObject(event) || event.type !== 'BOOKMARK' || JSON.stringify(event).includes('initial-events-end');
}

/** Groups of the aggregated discovery. */
function isGroups(items: Json[]): boolean {
  return items.every((item) => isObject(item) && Array.isArray(item.versions));
}

function sorted(items: Json[]): Json[] {
  const keyOf = (item: Json): string => {
    if (!isObject(item)) return textOf(item);
    const metadata = isObject(item.metadata) ? item.metadata : {};
    const name = item.name ?? metadata.name ?? item.resource ?? item.manager;
    return JSON.stringify([
      name,
      item.operation,
      item.subresource,
      item.apiVersion,
      item.field,
      item.message,
      item.reason,
    ]);
  };
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** A text without uids, revisions, times and addresses. */
function masked(text: string): string {
  return text
    .replace(UUID, '<uid>')
    .replace(/(resource version: |ResourceVersion in [a-z ]+: |current: |resourceVersion[\\": ]*)\d+/g, '$1<revision>')
    .replace(/\((\d+)\)$/, '(<revision>)')
    .replace(/(in record|in the precondition) \(\d+\)/g, '$1 (<revision>)')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
    .replace(/127\.0\.0\.1:\d+/g, '<address>');
}
