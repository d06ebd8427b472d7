// Answers of two servers in a form in which they are equal or not.
import { isDeepStrictEqual } from 'node:util';
import { typeLines } from '../parity/compare.ts';
import type { Answer, Tree } from './types.ts';

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Addresses and node ports that were allotted: those that no request of the case has named. */
const ALLOTTED = /\b(10\.0\.0\.\d{1,3}|3[0-2]\d{3})\b/g;
const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;
const HOUR = 3_600_000;

/**
 * Gives what differs by nature the same name in the answers of one server: uids, resource versions, times of now, generated names,
 * allotted addresses and ports, each by the order in which it comes. What is allotted to one object is named for it alone, since another
 * may be given the same by chance, after it.
 * @param said all that the requests of the case have said literally
 */
export function named(answers: readonly Answer[], said: string): Answer[] {
  const known = new Map<string, string>();
  let owner = '';
  const nameOf = (found: string, make: (index: number) => string, scope = ''): string => {
    const key = `${scope} ${found}`;
    const name = known.get(key) ?? make(known.size);
    known.set(key, name);
    return name;
  };
  const generated = new Set<string>();
  for (const { body } of answers)
    for (const name of [tree(body.metadata).name, tree(body.details).name])
      if (typeof name === 'string' && name !== '' && !said.includes(name)) generated.add(name);
  const versions = new Set<string>();
  for (const { body } of answers) {
    const version = tree(body.metadata).resourceVersion;
    if (typeof version === 'string' && version !== '') versions.add(version);
  }
  const mask = (text: string): string => {
    let masked = text;
    for (const name of generated)
      masked = masked
        .replaceAll(name, 'GENERATED')
        .replaceAll(escaped(name), 'GENERATED')
        .replaceAll(escaped(escaped(name)), 'GENERATED');
    masked = masked
      .replace(UID, (uid) => (said.includes(uid) ? uid : nameOf(uid, (index) => `UID${index}`)))
      .replace(TIME, (time) => (Math.abs(Date.parse(time) - Date.now()) < HOUR ? 'NOW' : time))
      .replace(ALLOTTED, (found) =>
        said.includes(found) ? found : nameOf(found, (index) => `ALLOTTED${index}`, owner),
      );
    return masked;
  };
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return key === 'resourceVersion' && versions.has(value) ? 'VERSION' : mask(versionless(value, versions));
    if (typeof value === 'number' && value >= 30_000 && value < 33_000) {
      const text = mask(String(value));
      return text.startsWith('ALLOTTED') ? text : value;
    }
    if (Array.isArray(value)) return value.map((item) => visit(item, ''));
    if (!isTree(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [mask(name), visit(member, name)]));
  };
  return answers.map((answer) => {
    const { uid } = tree(answer.body.metadata);
    owner = typeof uid === 'string' ? uid : '';
    return { ...answer, body: visit(answer.body, '') as Tree, warnings: answer.warnings.map(mask) };
  });
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

function versionless(text: string, versions: ReadonlySet<string>): string {
  return text.replace(/ResourceVersion\b[^.]*|\\?"resourceVersion\\?":\\?"\d+|resourceVersion:\d+/g, (part) =>
    part.replace(/\d+/g, (number) => (versions.has(number) ? 'VERSION' : number)),
  );
}

function tree(value: unknown): Tree {
  return isTree(value) ? value : {};
}

/** What has to be equal. Causes of siblings have no order, in lists as in texts. */
export function comparable({ code, body, warnings, contentType }: Answer): Tree {
  const type = contentType.split(';')[0];
  if (body.kind !== 'Status') return { code, type, object: sortedManagers(withoutContents(body)), warnings };
  const { message, details, ...status } = body;
  const { causes, ...about } = tree(details);
  const said = Array.isArray(causes)
    ? causes
        .map((cause) => JSON.stringify(cause))
        .map((text) =>
          text.includes('fieldsV1')
            ? text
                .split(/[[\],{} ]+/)
                .toSorted()
                .join(' ')
            : text,
        )
        .toSorted()
    : causes;
  return {
    code,
    type,
    status,
    about,
    details: details === undefined ? 'absent' : 'there',
    said,
    words: words(typeLines(message)),
    warnings,
    message,
  };
}

/** Managers are in the order of the seconds in which they wrote. */
function sortedManagers(body: Tree): Tree {
  const metadata = tree(body.metadata);
  const { managedFields } = metadata;
  if (!Array.isArray(managedFields)) return body;
  const keyed = managedFields
    .map((entry) => [JSON.stringify(inOrder(entry)), entry] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...body, metadata: { ...metadata, managedFields: keyed.map(([, entry]) => entry) } };
}

/** What is in a namespace goes at once with ours; a server without controllers keeps the finalizer that stands for it. */
function withoutContents(body: Tree): Tree {
  const { finalizers } = tree(body.spec);
  if (body.kind !== 'Namespace' || tree(body.metadata).deletionTimestamp === undefined) return body;
  const kept = Array.isArray(finalizers) ? finalizers.filter((name) => name !== 'kubernetes') : [];
  const { managedFields: _managed, ...metadata } = tree(body.metadata);
  return { ...body, metadata, spec: kept.length === 0 ? {} : { finalizers: kept } };
}

function words(message: unknown): unknown {
  return Array.isArray(message)
    ? message.flatMap(words)
    : typeof message === 'string'
      ? message.split(/[[\],{} ]+/).toSorted()
      : message;
}

/** True when two answers say the same. */
export function equal(theirs: Tree, ours: Tree): boolean {
  const { message: _theirs, ...a } = theirs;
  const { message: _ours, ...b } = ours;
  return isDeepStrictEqual(a, b);
}

/** The members that differ, of both. */
export function apart(theirs: unknown, ours: unknown, path = ''): string {
  if (isTree(theirs) && isTree(ours))
    return (
      [...new Set([...Object.keys(theirs), ...Object.keys(ours)])]
        // the text says once more what the causes say
        .filter(
          (key) =>
            key !== 'words' &&
            (key !== 'message' || theirs.said === undefined || isDeepStrictEqual(theirs.said, ours.said)),
        )
        .filter((key) => !isDeepStrictEqual(theirs[key], ours[key]))
        .map((key) => apart(theirs[key], ours[key], `${path}.${key}`))
        .join('\n')
    );
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    const [a, b] = [theirs, ours].map((list) => list.map((item) => JSON.stringify(inOrder(item))));
    const more = (list: string[] = [], other: string[] = []): string =>
      shown(list.filter((item) => !other.includes(item)));
    return `${path}\n  only theirs ${more(a, b)}\n  only ours   ${more(b, a)}`;
  }
  return `${path}\n  theirs ${shown(theirs)}\n  ours   ${shown(ours)}`;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isTree(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, inOrder(value[key])]),
  );
}

function shown(value: unknown): string {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))
    .replace(/(.)\1{20,}/gu, (run, letter: string) => `${letter}{${run.length}}`)
    .replace(/\\+"/g, '"');
  return text.length > 900 ? `${text.slice(0, 900)}...` : text;
}
