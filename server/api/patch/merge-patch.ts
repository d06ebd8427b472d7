import { MalformedPatch } from './json-patch.ts';
import { prunedText } from './pruned-text.ts';
import { LazyNode, listText, type LazyObject, objectText } from './lazy-node.ts';

/**
 * Applies a JSON merge patch; null deletes a member. Source: RFC 7396, with evanphx json-patch where that differs: lists that replace
 * something else than an object lose the null members of their elements.
 * @param target JSON of an object
 * @param patch valid JSON
 * @returns JSON
 * @throws MalformedPatch for a scalar
 */
export function mergePatch(target: string, patch: string): string {
  const document = new LazyNode(target);
  const change = new LazyNode(patch);
  const object = change.object();
  if (object === undefined) {
    const list = change.list();
    if (list === undefined) throw new MalformedPatch('Invalid JSON Patch');
    for (const item of list) pruneNulls(item);
    return listText(list);
  }
  const members = document.object() ?? new Map();
  mergeInto(members, object);
  return objectText(members);
}

function mergeInto(target: LazyObject, patch: LazyObject): void {
  for (const [key, value] of patch) {
    const current = target.get(key);
    if (value === undefined) target.delete(key);
    else if (current === undefined) {
      pruneNulls(value);
      target.set(key, value);
    } else target.set(key, merged(current, value));
  }
}

function merged(current: LazyNode, patch: LazyNode): LazyNode {
  const object = current.object();
  if (object === undefined) {
    pruneNulls(patch);
    return patch;
  }
  const change = patch.object();
  if (change === undefined) return patch;
  mergeInto(object, change);
  return current;
}

function pruneNulls(node: LazyNode | undefined): void {
  if (node?.raw !== undefined) node.raw = prunedText(node.raw);
}
