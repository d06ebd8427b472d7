/** Edits (insert, delete, replace, Levenshtein) that turn one word into another. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The names `NAMESPACE/NAME` nearest to one that does not exist, at most three; the same name elsewhere is near, far ones are left out. */
export function nearest(wanted: string, names: readonly string[]): string[] {
  const split = (text: string) => ({
    namespace: text.slice(0, text.indexOf('/')),
    name: text.slice(text.indexOf('/') + 1),
  });
  const own = split(wanted);
  return names
    .map((other) => {
      const { namespace, name } = split(other);
      return { other, edits: distance(own.name, name) + (namespace === own.namespace ? 0 : 1) };
    })
    .filter(({ edits }) => edits <= Math.max(2, own.name.length / 3))
    .sort((a, b) => a.edits - b.edits || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({ other }) => other);
}
