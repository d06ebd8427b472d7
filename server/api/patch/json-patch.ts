import { isDeepStrictEqual } from 'node:util';
import { cloneJson, isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';

/** A patch that cannot be read. */
export class MalformedPatch extends Error {}

/** A patch of too many operations. */
export class PatchTooLong extends Error {}

/** A patch that does not fit the object, or that is none: an operation without a path, a path that is not there, a test that fails. */
export class PatchFailed extends Error {}

const MAX_OPERATIONS = 10_000;

/**
 * Applies a JSON patch. Source: RFC 6902.
 * @param target is not changed
 * @throws PatchFailed, PatchTooLong
 */
export function jsonPatch(target: Json, patch: unknown): Json {
  if (!Array.isArray(patch)) throw new PatchFailed('a JSON patch must be a list of operations');
  if (patch.length > MAX_OPERATIONS)
    throw new PatchTooLong(`The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`);
  return patch.reduce<Json>((document, operation: unknown) => applyOperation(document, operation), cloneJson(target));
}

function applyOperation(document: Json, operation: unknown): Json {
  if (!isObject(operation)) throw new PatchFailed('an operation of a JSON patch must be an object');
  const path = pointer(operation, 'path');
  switch (operation.op) {
    case 'add':
      return add(document, path, value(operation));
    case 'remove':
      return remove(document, path);
    case 'replace':
      get(document, path);
      return path.length === 0 ? value(operation) : add(removeForReplace(document, path), path, value(operation));
    case 'move': {
      const from = pointer(operation, 'from');
      const moved = get(document, from);
      if (path.length > from.length && from.every((token, index) => token === path[index]))
        throw new PatchFailed('a value cannot be moved into itself');
      return add(remove(document, from), path, moved);
    }
    case 'copy':
      return add(document, path, cloneJson(get(document, pointer(operation, 'from'))));
    case 'test':
      if (!isDeepStrictEqual(get(document, path), value(operation)))
        throw new PatchFailed(`testing value /${path.join('/')} failed`);
      return document;
    default:
      throw new PatchFailed(`unknown operation of a JSON patch: ${JSON.stringify(operation.op ?? null)}`);
  }
}

function value(operation: { [key: string]: Json }): Json {
  if (!Object.hasOwn(operation, 'value'))
    throw new PatchFailed(`the operation ${JSON.stringify(operation.op ?? null)} needs a value`);
  return cloneJson(operation.value);
}

function pointer(operation: { [key: string]: Json }, field: 'path' | 'from'): string[] {
  const text = operation[field];
  if (typeof text !== 'string' || (text !== '' && !text.startsWith('/')))
    throw new PatchFailed(`${field}: must be a JSON pointer, found ${JSON.stringify(text ?? null)}`);
  return text
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function missing(path: readonly string[]): PatchFailed {
  return new PatchFailed(`the path /${path.join('/')} is not there`);
}

function position(token: string, path: readonly string[], last: number): number {
  if (!/^(0|[1-9]\d*)$/.test(token) || Number(token) > last) throw missing(path);
  return Number(token);
}

function get(document: Json, path: readonly string[]): Json {
  let current = document;
  for (const token of path) {
    if (Array.isArray(current)) current = current[position(token, path, current.length - 1)] ?? null;
    else if (isObject(current) && Object.hasOwn(current, token)) current = current[token] ?? null;
    else throw missing(path);
  }
  return current;
}

/** Sets or inserts in place; the document is ours. */
function add(document: Json, path: readonly string[], added: Json): Json {
  const token = path.at(-1);
  if (token === undefined) return added;
  const parent = get(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = token === '-' ? parent.length : position(token, path, parent.length);
    parent.splice(index, 0, added);
  } else if (isObject(parent)) setProperty(parent, token, added);
  else throw missing(path);
  return document;
}

function remove(document: Json, path: readonly string[]): Json {
  get(document, path);
  return removeForReplace(document, path);
}

function removeForReplace(document: Json, path: readonly string[]): Json {
  const token = path.at(-1);
  if (token === undefined) return null;
  const parent = get(document, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(token), 1);
  else if (isObject(parent)) delete parent[token];
  return document;
}
