import { LazyNode, type LazyList, listText, type LazyObject, objectText } from './lazy-node.ts';

/** A patch that is none. */
export class MalformedPatch extends Error {}

/** A patch that does not fit the object: a path that is not there, or a test that fails. */
export class PatchFailed extends Error {}

/** More operations than are taken. */
export class PatchTooLong extends Error {}

const MAX_OPERATIONS = 10_000;

type Container = LazyObject | LazyList;

/**
 * Applies a JSON patch. Source: RFC 6902, with evanphx json-patch where that differs: indices may be negative and count from the end,
 * `replace` adds a member that is not there, values are compared as they are written.
 * @param target JSON of an object
 * @param patch valid JSON, a list of objects or null
 * @returns JSON
 * @throws PatchFailed, PatchTooLong
 */
export function jsonPatch(target: string, patch: string): string {
  const operations = new LazyNode(patch).list() ?? [];
  if (operations.length > MAX_OPERATIONS)
    throw new PatchTooLong(
      `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`,
    );
  const document = new Patched(new LazyNode(target).object() ?? new Map());
  for (const operation of operations) document.apply(new Operation(operation?.object() ?? new Map()));
  return Array.isArray(document.root) ? listText(document.root) : objectText(document.root);
}

class Operation {
  readonly #members: LazyObject;

  constructor(members: LazyObject) {
    this.#members = members;
  }

  text(name: 'op' | 'path' | 'from'): string | undefined {
    const value: unknown = JSON.parse(this.#members.get(name)?.raw ?? 'null');
    return typeof value === 'string' ? value.toWellFormed() : undefined;
  }

  pointer(name: 'path' | 'from'): string {
    const text = this.text(name);
    if (text === undefined) throw new PatchFailed(`${this.text('op')} operation failed to decode ${name}`);
    return text;
  }

  /** A fresh node, so that one value can stand in two places. */
  value(): LazyNode | undefined {
    const raw = this.#members.get('value')?.raw;
    return raw === undefined ? undefined : new LazyNode(raw);
  }
}

class Patched {
  root: Container;

  constructor(root: Container) {
    this.root = root;
  }

  apply(operation: Operation): void {
    switch (operation.text('op')) {
      case 'add':
        return add(this.#find(operation.pointer('path')), operation.value());
      case 'remove':
        return void remove(this.#find(operation.pointer('path')));
      case 'replace':
        return this.#replace(operation);
      case 'move': {
        const moved = remove(this.#find(operation.pointer('from')));
        return add(this.#find(operation.pointer('path')), moved);
      }
      case 'copy': {
        const copied = get(this.#find(operation.pointer('from')));
        // the way to the place opens what is copied when it lies on it
        const place = this.#find(operation.pointer('path'));
        return add(place, copied === undefined ? undefined : new LazyNode(copied.toText()));
      }
      case 'test':
        return this.#test(operation);
      default:
        throw new PatchFailed(`Unexpected kind: ${operation.text('op') ?? 'unknown'}`);
    }
  }

  #replace(operation: Operation): void {
    const path = operation.pointer('path');
    const value = operation.value();
    if (path !== '') {
      const place = this.#find(path);
      get(place);
      return set(place, value);
    }
    const root = value?.object() ?? value?.list();
    if (root === undefined) throw new PatchFailed('replace operation value must be object or array');
    this.root = root;
  }

  #test(operation: Operation): void {
    const path = operation.pointer('path');
    const expected = operation.value();
    const found = path === '' ? this.#whole() : get(this.#find(path));
    if (found === undefined ? expected === undefined : expected !== undefined && found.equals(expected)) return;
    throw new PatchFailed(`testing value ${path} failed`);
  }

  #whole(): LazyNode {
    return new LazyNode(Array.isArray(this.root) ? listText(this.root) : objectText(this.root));
  }

  /** The collection that a path ends in, and the last step. */
  #find(path: string): { holder: Container; key: string } {
    const [, ...steps] = path.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const key = steps.pop();
    if (key === undefined) throw new PatchFailed(`missing path: ${path}`);
    let holder = this.root;
    for (const step of steps) {
      const next = get({ holder, key: step });
      const inside = next?.object() ?? next?.list();
      if (inside === undefined) throw new PatchFailed(`missing path: ${path}`);
      holder = inside;
    }
    return { holder, key };
  }
}

interface Place {
  holder: Container;
  key: string;
}

/** An index as Go reads it; negative ones count from the end. */
function position(key: string, length: number): number {
  if (!/^[+-]?\d{1,18}$/.test(key)) throw new PatchFailed(`no index of a list: ${key}`);
  const index = Number(key);
  return index < 0 ? index + length : index;
}

function element(list: LazyList, key: string): number {
  const index = position(key, list.length);
  if (index < 0 || index >= list.length) throw new PatchFailed(`Unable to access invalid index: ${key}`);
  return index;
}

function get({ holder, key }: Place): LazyNode | undefined {
  return Array.isArray(holder) ? holder[element(holder, key)] : holder.get(key);
}

function set({ holder, key }: Place, value: LazyNode | undefined): void {
  if (Array.isArray(holder)) holder[element(holder, key)] = value;
  else holder.set(key, value);
}

function add({ holder, key }: Place, value: LazyNode | undefined): void {
  if (!Array.isArray(holder)) return void holder.set(key, value);
  const length = holder.length + 1;
  const index = key === '-' ? holder.length : position(key, length);
  if (index < 0 || index >= length) throw new PatchFailed(`Unable to access invalid index: ${key}`);
  holder.splice(index, 0, value);
}

function remove(place: Place): LazyNode | undefined {
  const { holder, key } = place;
  if (Array.isArray(holder)) {
    const [removed] = holder.splice(element(holder, key), 1);
    return removed;
  }
  if (!holder.has(key)) throw new PatchFailed(`Unable to remove nonexistent key: ${key}`);
  const removed = holder.get(key);
  holder.delete(key);
  return removed;
}
