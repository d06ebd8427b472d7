/** Why a text cannot be saved now, null when it can. */
export function whyNotSaved(now: {
  broken: boolean;
  newer: boolean;
  unchanged: boolean;
  nameless: boolean;
  another: boolean;
  refused: boolean;
  saving: boolean;
}): string | null {
  if (now.broken) return 'The text is not YAML yet.';
  if (now.newer) return 'The object was changed on the server: merge, take theirs or keep yours first.';
  if (now.unchanged) return 'There is nothing to save.';
  if (now.nameless) return 'The object needs a name.';
  if (now.another) return 'The text is that of another object.';
  if (now.refused) return 'The API would refuse this text.';
  return now.saving ? 'Saving.' : null;
}

/** Name and namespace as a text has them, '' where it has none. */
export function readMetadata(value: unknown): { name: string; namespace: string } {
  const { name, namespace } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const word = (part: unknown) => (typeof part === 'string' || typeof part === 'number' ? String(part) : '');
  return { name: word(name), namespace: word(namespace) };
}
