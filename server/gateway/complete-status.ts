function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two plain JSON values are equal: the order of keys does not matter, undefined is a missing key. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  for (const key in a) if (!sameJson(a[key], b[key])) return false;
  for (const key in b) if (b[key] !== undefined && a[key] === undefined) return false;
  return true;
}

/** Fields that name an entry of a list inside a status. */
const IDENTITY = ['type', 'name', 'parentRef', 'ancestorRef', 'controllerName'];

function sameEntry(a: Record<string, unknown>, b: unknown): b is Record<string, unknown> {
  return isRecord(b) && IDENTITY.every((field) => sameJson(a[field], b[field]));
}

function isCondition(value: Record<string, unknown>): boolean {
  return typeof value.type === 'string' && typeof value.status === 'string' && typeof value.reason === 'string';
}

/**
 * Whether a status that `translate` gave is the stored one already, times aside. Equal to completing it and comparing, and makes nothing.
 * @param status as translated, without times
 * @param stored status that is stored
 */
export function stands(status: unknown, stored: unknown): boolean {
  if (Array.isArray(status)) {
    return (
      Array.isArray(stored) &&
      status.length === stored.length &&
      status.every((entry, index) => stands(entry, stored[index]))
    );
  }
  if (!isRecord(status) || !isRecord(stored)) return status === stored;
  for (const key in status) if (!stands(status[key], stored[key])) return false;
  const timed = isCondition(status) && typeof stored.lastTransitionTime === 'string';
  for (const key in stored) {
    if (stored[key] === undefined || status[key] !== undefined) continue;
    if (!timed || key !== 'lastTransitionTime') return false;
  }
  // a condition without a time gets one
  return !isCondition(status) || timed;
}

/**
 * Fills in `lastTransitionTime` of every condition in a status that `translate` gave: the time of the same condition in the previous
 * status while its `status` did not change, otherwise `now`. Source: meta/v1 Condition.
 * @param status as translated; undefined when the status is to be removed
 * @param previous status that is stored
 * @param now RFC 3339, whole seconds, for example 2026-01-31T12:00:00Z
 */
export function completeStatus(status: unknown, previous: unknown, now: string): unknown {
  if (Array.isArray(status)) {
    const before: unknown[] = Array.isArray(previous) ? previous : [];
    return status.map((entry: unknown) =>
      isRecord(entry)
        ? completeStatus(
            entry,
            before.find((other) => sameEntry(entry, other)),
            now,
          )
        : entry,
    );
  }
  if (!isRecord(status)) return status;
  const before = isRecord(previous) ? previous : {};
  if (isCondition(status)) {
    if (typeof status.lastTransitionTime === 'string' && status.lastTransitionTime !== '') return status;
    const kept = before.status === status.status ? before.lastTransitionTime : undefined;
    return { ...status, lastTransitionTime: typeof kept === 'string' ? kept : now };
  }
  return Object.fromEntries(
    Object.entries(status)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, completeStatus(value, before[key], now)]),
  );
}
