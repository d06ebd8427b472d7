import type { GoType } from '../../model/core/go-types.ts';
import { goKind, goPrint, goTypeName } from '../../model/core/go-value.ts';
import { isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { mergeLists, removeScalars } from './merge-lists.ts';
import { applyOrders } from './set-element-order.ts';
import { BadStrategicPatch, DELETE_PREFIX, DIRECTIVE, RETAIN_KEYS, StrategicPatchError } from './strategic-errors.ts';
import { fieldOf, setMember, withoutDirectives } from './strategic-members.ts';

/**
 * Applies a strategic merge patch: members as in a merge patch, lists as the fields of the Go type say. Source: apimachinery
 * strategicpatch StrategicMergeMapPatch.
 * @param target is changed
 * @param patch is changed: what was understood of it is taken away
 * @throws StrategicPatchError, or one of its kinds
 */
export function strategicMerge(target: JsonObject, patch: JsonObject, type: GoType): JsonObject {
  const directive = patch[DIRECTIVE];
  if (directive !== undefined) return directed(directive, patch);
  retainKeys(target, patch);
  applyOrders(target, patch, type, strategicMerge);
  for (const [key, value] of Object.entries(patch)) mergeMember(target, key, value, type);
  return target;
}

function directed(directive: Json, patch: JsonObject): JsonObject {
  if (directive === 'delete') return {};
  if (directive !== 'replace')
    throw new StrategicPatchError(`unknown patch type: ${formatted(directive)} in map: ${goPrint(patch)}`);
  delete patch[DIRECTIVE];
  return patch;
}

/** A value as Go's %s prints it. */
function formatted(value: Json): string {
  if (typeof value === 'string') return value;
  return value === null ? '%!s(<nil>)' : `%!s(${goTypeName(value)}=${goPrint(value)})`;
}

function retainKeys(target: JsonObject, patch: JsonObject): void {
  const retained = patch[RETAIN_KEYS];
  if (retained === undefined) return;
  delete patch[RETAIN_KEYS];
  const wrong = new BadStrategicPatch('invalid patch format of retainKeys');
  if (!Array.isArray(retained)) throw wrong;
  const kept = new Set(retained);
  for (const [key, value] of Object.entries(patch))
    if (value !== null && !key.startsWith(DELETE_PREFIX) && !kept.has(key)) throw wrong;
  for (const key of Object.keys(target)) if (!kept.has(key)) delete target[key];
}

function mergeMember(target: JsonObject, named: string, value: Json, type: GoType): void {
  const deletes = named.startsWith(DELETE_PREFIX);
  const key = deletes ? listKey(named) : named;
  if (value === null) {
    delete target[key];
    return;
  }
  const current = Object.hasOwn(target, key) ? target[key] : undefined;
  if (current === undefined || goKind(current) !== goKind(value)) {
    if (deletes) return;
    discardNulls(value);
    setMember(target, key, withoutDirectives(value));
  } else if (isObject(current) && isObject(value)) {
    const field = fieldOf(type, key);
    setProperty(target, key, strategicMerge(current, value, field.of));
  } else if (Array.isArray(current) && Array.isArray(value)) {
    const { of, merge } = fieldOf(type, key);
    if (of.type !== 'list') throw new StrategicPatchError('expected slice or array type, but got: struct');
    const merged = deletes
      ? removeScalars(current, value)
      : merge === undefined
        ? value
        : mergeLists(current, value, merge, (one, change) => strategicMerge(one, change, of.items));
    setProperty(target, key, merged);
  } else setMember(target, key, withoutDirectives(value));
}

function listKey(named: string): string {
  const slash = named.indexOf('/');
  if (slash < 0 || named.slice(0, slash) !== DELETE_PREFIX)
    throw new BadStrategicPatch('invalid patch format of primitive list');
  return named.slice(slash + 1);
}

/** Takes members that are null away, at every depth. */
function discardNulls(value: Json): void {
  // it may be nested deeper than calls
  const left: Json[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop())
    if (Array.isArray(next)) for (const item of next) left.push(item);
    else if (isObject(next))
      for (const [key, member] of Object.entries(next))
        if (member === null) delete next[key];
        else left.push(member);
}
