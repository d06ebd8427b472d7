import type { Json, JsonObject } from './types.ts';

const written = new WeakMap<JsonObject, [string, Json][]>();

/** True for a key that JavaScript puts before others, whatever the order in which they were set. */
export function isIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(key);
}

/** Notes the members of an object as its text has them, where that says more than the object: their order, and those that stand twice. */
export function noteMembers(object: JsonObject, members: [string, Json][]): void {
  written.set(object, members);
}

/** Members in the order in which they were written, each as often as it was. */
export function membersOf(object: JsonObject): [string, Json][] {
  return written.get(object) ?? Object.entries(object);
}
