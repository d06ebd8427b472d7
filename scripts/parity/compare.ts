// Answers of two servers in a form in which they are equal or not.
import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../server/model/schema/normalize.ts';
import type { Answer } from './ask.ts';

/**
 * An answer without what differs by nature (uid, resourceVersion, times, names that are made up); causes of siblings have no order, in lists
 * as in texts.
 */
export function comparable({ body, ...answer }: Answer, sent: unknown): unknown {
  const stem = typeof sent === 'string' ? stemOf(sent) : undefined;
  return masked({ ...answer, body: withoutMadeUp(body, stem) });
}

const keys = ['operation', 'manager', 'subresource', 'apiVersion'];

function masked({ code, body, warnings }: Answer): unknown {
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
      message: code === 422 ? pieces(message) : typeLines(message),
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
    // their order is that of times
    if (Array.isArray(metadata.managedFields))
      metadata.managedFields.sort((a, b) => (JSON.stringify(a, keys) < JSON.stringify(b, keys) ? -1 : 1));
  }
  return { code, object: copy, warnings: kept };
}

/** `metadata.generateName` of a body. */
function stemOf(sent: string): string | undefined {
  try {
    const value = JSON.parse(sent) as unknown;
    const metadata = isObject(value) && isObject(value.metadata) ? value.metadata : {};
    return typeof metadata.generateName === 'string' ? metadata.generateName : undefined;
  } catch {
    return /generateName"?: ?["']?([^"'\n,}]+)/.exec(sent)?.[1];
  }
}

/** Versions and times that stand in messages, and the five letters at the end of a name that was generated. */
function withoutMadeUp(body: unknown, given: string | undefined): unknown {
  if (!isObject(body)) return body;
  const { metadata, details } = body;
  let text = JSON.stringify(body);
  if (body.kind === 'Status') {
    text = text
      .replace(/(resourceVersion(?:\\)*":(?:\\)*")\d+/g, '$1VERSION')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME');
    const name = isObject(details) ? details.name : undefined;
    const stem = given?.slice(0, 58);
    if (typeof name === 'string' && stem !== undefined && name.length === stem.length + 5 && name.startsWith(stem))
      text = text.replaceAll(name.slice(-5), '.....');
  } else if (isObject(metadata) && typeof metadata.generateName === 'string' && typeof metadata.name === 'string') {
    const { name } = metadata;
    return { ...body, metadata: { ...metadata, name: name.replace(/[bcdfghjklmnpqrstvwxz2456789]{5}$/, '.....') } };
  } else return body;
  return JSON.parse(text) as unknown;
}

/**
 * Go stops at a field that is not declared, in an order of its own: what else is wrong is told or not. So is the order of keys that are
 * objects.
 */
export function typeLines(message: unknown): unknown {
  if (typeof message !== 'string' || !message.includes('typed patch object')) return message;
  const [, head, rest = ''] = /^(.*?\): )(.*)$/s.exec(message) ?? [];
  if (rest.includes('field not declared in schema') || /\[\w+=\[?\w+=/.test(rest)) return head;
  return [head, ...rest.split('\n').toSorted()];
}

function pieces(message: unknown): unknown {
  if (typeof message !== 'string') return message;
  const sorted = message.split(/, |\[|\]/).toSorted();
  return sorted;
}

/** The members that differ, with both values, one to a line; of lists of texts what only one has. */
export function apart(theirs: unknown, ours: unknown, path = ''): string {
  if (isTexts(theirs) && isTexts(ours))
    return `${path}\n  theirs ${shown(without(theirs, ours))}\n  ours   ${shown(without(ours, theirs))}`;
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

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** A list less another, element by element. */
function without(list: readonly string[], less: readonly string[]): string[] {
  const left = [...less];
  return list.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 900 ? `${text.slice(0, 900)}...` : text;
}
