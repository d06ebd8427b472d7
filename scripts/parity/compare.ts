// Answers of two servers in a form in which they are equal or not.
import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../server/model/schema/normalize.ts';
import type { Answer } from './ask.ts';

/** An answer without what differs by nature (uid, resourceVersion, times); causes of siblings have no order, in lists as in texts. */
export function comparable({ code, body, warnings }: Answer): unknown {
  // what our product says of itself has another agent
  const kept = warnings.filter((text) => text.startsWith('299 - ')).toSorted();
  if (!isObject(body)) return { code, body, warnings: kept };
  if (body.kind === 'Status') {
    const { message, details, ...rest } = body;
    const { causes, uid: _uid, ...about } = isObject(details) ? details : {};
    const said = Array.isArray(causes) ? causes.map((cause) => JSON.stringify(cause)).toSorted() : causes;
    return {
      code,
      status: rest,
      details: details === undefined ? undefined : about,
      said,
      message: pieces(message),
      warnings: kept,
    };
  }
  const copy = structuredClone(body) as Record<string, unknown>;
  const { metadata } = copy;
  if (isObject(metadata)) {
    for (const field of ['uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp', 'selfLink'])
      if (field in metadata) metadata[field] = 'set';
    if (Array.isArray(metadata.managedFields))
      for (const entry of metadata.managedFields) if (isObject(entry) && entry.time !== undefined) entry.time = 'set';
  }
  return { code, object: copy, warnings: kept };
}

function pieces(message: unknown): unknown {
  if (typeof message !== 'string') return message;
  const sorted = message.split(/, |\[|\]/).toSorted();
  return sorted;
}

/** The members that differ, with both values, one to a line. */
export function apart(theirs: unknown, ours: unknown, path = ''): string {
  const list = Array.isArray(theirs) && Array.isArray(ours) && theirs.length === ours.length;
  if (list || (isObject(theirs) && isObject(ours))) {
    const [a, b] = [theirs, ours] as Record<string, unknown>[];
    return [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])]
      .filter((key) => !isDeepStrictEqual(a?.[key], b?.[key]))
      .map((key) => apart(a?.[key], b?.[key], `${path}.${key}`))
      .join('\n');
  }
  return `${path}\n  theirs ${shown(theirs)}\n  ours   ${shown(ours)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 900 ? `${text.slice(0, 900)}...` : text;
}
