/** Steps from the root: keys of maps, indices of lists. */
export type Path = readonly (string | number)[];

/** `spec.rules[0].name`, as the API writes field paths. */
export function fieldPath(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`)).join('');
}

/** The steps of a field path; `a[key]` with a text key is one step. */
export function parseFieldPath(text: string): Path {
  return [...text.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([part, inner]) =>
    inner === undefined ? part : /^\d+$/.test(inner) ? Number(inner) : inner,
  );
}
