/** Pick of a group that has nothing to choose from. */
export const NO_ENDPOINT = -1;

/** Encodes that a backend (index of the locality) was chosen which cannot be served. */
export function encodeUnserved(backend: number): number {
  return -2 - backend;
}

/** The backend (index of the locality) that was chosen and cannot be served, or -1 when the pick is something else. */
export function unservedBackend(pick: number): number {
  return pick <= -2 ? -2 - pick : -1;
}
