import { goPrint, goTypeName } from '../../model/core/go-value.ts';
import type { GoType } from '../../model/core/go-types.ts';
import { isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { elementKind, inOrder, mergeLists } from './merge-lists.ts';
import { BadStrategicPatch, DIRECTIVE, ORDER_PREFIX, StrategicPatchError } from './strategic-errors.ts';
import { fieldOf, withoutDirectives } from './strategic-members.ts';

/** Merges a patch into an object of a Go type. */
type MergeInto = (target: JsonObject, patch: JsonObject, type: GoType) => JsonObject;

/**
 * Merges the lists whose order the patch sets, and puts them in that order; takes both away from the patch. Source: strategicpatch
 * mergePatchIntoOriginal.
 */
export function applyOrders(target: JsonObject, patch: JsonObject, type: GoType, mergeInto: MergeInto): void {
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(ORDER_PREFIX)) continue;
    delete patch[directive];
    const orders = listOf(order);
    const slash = directive.indexOf('/');
    if (slash < 0 || directive.slice(0, slash) !== ORDER_PREFIX)
      throw new BadStrategicPatch('invalid patch format of setElementOrder list');
    const key = directive.slice(slash + 1);
    const current = key in target ? listOf(target[key] ?? null) : undefined;
    const changes = key in patch ? listOf(patch[key] ?? null) : undefined;
    const { of, merge } = fieldOf(type, key);
    if (of.type !== 'list') throw new StrategicPatchError('expected slice or array type, but got: struct');
    checkOrder(changes ?? [], orders, merge ?? '');
    const merged =
      changes === undefined
        ? current
        : current === undefined
          ? (withoutDirectives(changes) as Json[])
          : merge === undefined
            ? changes
            : mergeLists(current, changes, merge, (one, change) => mergeInto(one, change, of.items));
    if (merged === undefined) continue;
    elementKind(current ?? [], changes ?? []);
    setProperty(target, key, inOrder(merged, orders, current ?? [], merge ?? '', orders));
    delete patch[key];
  }
}

function listOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  throw new StrategicPatchError(`expected a []interface {}, but received a ${goTypeName(value)}`);
}

/** The elements of the patch have to stand in the order in the same order. Source: validatePatchWithSetOrderList. */
function checkOrder(changes: Json[], order: Json[], key: string): void {
  if (changes.length === 0 || order.length === 0) return;
  let at = 0;
  let next = 0;
  while (at < changes.length && next < order.length) {
    const change = changes[at] ?? null;
    if (isObject(change) && Object.hasOwn(change, DIRECTIVE)) {
      at += 1;
      continue;
    }
    if (sameElement(change, order[next] ?? null, key)) at += 1;
    next += 1;
  }
  while (at < changes.length && isObject(changes[at]) && Object.hasOwn(changes[at] as JsonObject, DIRECTIVE)) at += 1;
  if (at < changes.length)
    throw new StrategicPatchError(
      `The order in patch list:\n${goPrint(changes)}\n doesn't match ${ORDER_PREFIX} list:\n${goPrint(order)}\n`,
    );
}

function sameElement(a: Json, b: Json, key: string): boolean {
  if (key === '') return a === b;
  const valueOf = (item: Json): Json => {
    if (!isObject(item))
      throw new StrategicPatchError(`expected a map[string]interface {}, but received a ${goTypeName(item)}`);
    const value = item[key];
    if (value === undefined)
      throw new StrategicPatchError(`map: ${goPrint(item)} does not contain declared merge key: ${key}`);
    return value;
  };
  return valueOf(a) === valueOf(b);
}
