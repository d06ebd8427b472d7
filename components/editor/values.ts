import type { Path } from '../../server/model/field-path.ts';

export { fieldPath, parseFieldPath, type Path } from '../../server/model/field-path.ts';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The value at a path, undefined when there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** A copy of `root` with the value at a path replaced; maps and lists on the way are made where there are none. */
export function withValue(root: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(root) ? [...(root as unknown[])] : [];
    list[Math.min(step, list.length)] = withValue(list[step], rest, value);
    return list;
  }
  const map = isObject(root) && !Array.isArray(root) ? root : {};
  return { ...map, [step]: withValue(map[step], rest, value) };
}

/** A copy of `root` without the key or item at a path. */
export function without(root: unknown, path: Path): unknown {
  const [step, ...rest] = path;
  if (step === undefined || !isObject(root)) return root;
  if (rest.length > 0) return withValue(root, [step], without(root[step], rest));
  if (Array.isArray(root)) return (root as unknown[]).toSpliced(Number(step), 1);
  return Object.fromEntries(Object.entries(root).filter(([key]) => key !== String(step)));
}

/** Deep equality of JSON values; the order of keys does not count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** Paths of all scalars and empty collections below a value, in order. */
export function leaves(value: unknown, path: Path = []): Path[] {
  if (!isObject(value) || Object.keys(value).length === 0) return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([key, item]) =>
    leaves(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
