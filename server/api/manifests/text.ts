import type { AuthoredText, FieldLine, Problem, SaveResult } from '../../contract/console.ts';
import { type ParsedDocument, parseDocuments } from '../../model/documents.ts';
import type { Kind } from '../../model/kind.ts';
import { manifestText } from '../../model/manifest-text.ts';
import { keyText, type KubeObject, type ObjectKey, type StoredObject } from '../../model/object.ts';
import { findKind } from '../../model/registry.ts';
import type { Allotter } from '../../model/service/allotter.ts';
import { alreadyExists, badRequest, conflict, noSuchPath, notFound, type Status } from '../../model/status.ts';
import { RevisionGone, StoreConflict } from '../../store/types.ts';
import { readText } from '../http/body.ts';
import { writeOptions } from '../http/options.ts';
import { notActingWarnings } from '../objects/not-acting.ts';
import { ApiProblem, failure } from '../http/problem.ts';
import { send } from '../http/send.ts';
import { addWarnings } from '../http/warnings.ts';
import { sameManifest } from '../objects/content.ts';
import type { ObjectView } from '../objects/view.ts';
import { subject } from '../objects/write.ts';
import { judge, whole } from './judge.ts';
import { CONSOLE_MANAGER, toStore } from './put.ts';
import type { ManifestRequest } from './routes.ts';
import { kindText } from './validate.ts';

const ATTEMPTS = 10;

interface Address {
  kind: Kind;
  key: ObjectKey;
}

/** Reads `/console/v1/text/GROUP/KIND/NS/NAME`. @throws ApiProblem 404 */
function address(pathname: string): Address {
  let parts: string[];
  try {
    parts = pathname.split('/').slice(4).map(decodeURIComponent);
  } catch {
    throw new ApiProblem(badRequest('the path is not valid percent-encoding'));
  }
  const [group = '', kindName = '', namespace = '', name = ''] = parts;
  const kind = findKind(group === 'core' ? '' : group, kindName);
  if (kind === undefined || parts.length !== 4 || name === '' || (namespace === '-') === kind.namespaced)
    throw new ApiProblem(noSuchPath());
  return { kind, key: { group: kind.group, kind: kind.kind, namespace: kind.namespaced ? namespace : '', name } };
}

/**
 * GET: the authored text of an object, or one made from it; with `?line=FIELD` the line alone at which a field or its nearest ancestor stands.
 * @throws ApiProblem 404
 */
export function readAuthored({ view, pathname, query, response }: ManifestRequest): void {
  const { kind, key } = address(pathname);
  const object = view.get(key);
  if (object === undefined) throw new ApiProblem(notFound(subject(kind, key.name)));
  const text = view.store.text(key);
  const shown = text ?? manifestText(object);
  const field = query.get('line');
  if (field !== null) {
    const answer: FieldLine = { line: parseDocuments(shown)[0]?.locate(field)?.line ?? null };
    return send(response, 200, answer);
  }
  const answer: AuthoredText = {
    text: shown,
    exact: text !== undefined,
    resourceVersion: object.metadata.resourceVersion,
    written: parseDocuments(shown)[0]?.value ?? null,
    object,
  };
  send(response, 200, answer);
}

/**
 * PUT: writes the object that a text describes, and keeps the text byte for byte. `If-Match` is the resourceVersion that the text was
 * made from, `0` when there must be none; writes of status alone since then do not count.
 * @throws ApiProblem 400, 404, 409, 413, 422 with the line of each cause
 */
export async function writeAuthored({ view, pathname, query, request, response }: ManifestRequest): Promise<void> {
  const at = address(pathname);
  const { dryRun } = writeOptions(query, undefined, 'UpdateOptions');
  const expected = request.headers['if-match']?.trim().replace(/^"(.*)"$/, '$1');
  const text = await readText(request);
  const document = oneDocument(at, text);
  for (let attempt = 1; ; attempt += 1) {
    const old = view.get(at.key);
    checkExpected(view, at, old, expected);
    const { allotter, end } = view.network.reserve(dryRun);
    try {
      const { object, said, warnings } = admitted(view, at, document, allotter);
      const result = await save(view, at, old, toStore(at.kind, object, said, old), { text, dryRun });
      addWarnings(response, warnings);
      return send(response, result.created ? 201 : 200, { ...result, warnings } satisfies SaveResult);
    } catch (error) {
      if (!(error instanceof StoreConflict)) throw error;
      if (attempt === ATTEMPTS) throw new ApiProblem(conflict(subject(at.kind, at.key.name)));
    } finally {
      end();
    }
  }
}

async function save(
  view: ObjectView,
  { key }: Address,
  old: StoredObject | undefined,
  object: StoredObject,
  { text, dryRun }: { text: string; dryRun: boolean },
): Promise<Omit<SaveResult, 'warnings'>> {
  const created = old === undefined;
  const unchanged = old !== undefined && sameManifest(object, old) && view.store.text(key) === text;
  if (unchanged || dryRun) return { object: unchanged ? old : object, created, revision: view.store.revision };
  const expect = old === undefined || view.isMadeUp(old) ? undefined : old.metadata.resourceVersion;
  const [event] = await view.store.write([{ type: 'put', key, object, expect, text, by: CONSOLE_MANAGER }]);
  return { object: event?.object ?? object, created, revision: event?.revision ?? view.store.revision };
}

function oneDocument({ kind, key }: Address, text: string): ParsedDocument {
  const [document, second] = parseDocuments(text);
  if (document === undefined) {
    const message = `the text is empty; it must hold one ${kind.kind}`;
    throw new ApiProblem(invalidText(kind, key, [{ field: '', reason: 'BadRequest', message, line: 1, column: 1 }]));
  }
  if (second === undefined) return document;
  const problem = whole(second, 'there is more than one document here; import them, or keep one');
  throw new ApiProblem(invalidText(kind, key, [problem]));
}

function admitted(
  view: ObjectView,
  { kind, key }: Address,
  document: ParsedDocument,
  allotter: Allotter,
): { object: StoredObject; said: KubeObject | undefined; warnings: string[] } {
  const judged = judge(view, document, { namespace: key.namespace, allotter });
  const wrong = mismatches(key, judged.subject, judged.kind, document, judged.problems);
  // what is wrong with an object of another kind does not help
  const problems = wrong.some(({ field }) => field === 'kind') ? wrong : [...wrong, ...judged.problems];
  const missing = problems.find(({ reason, field }) => reason === 'NotFound' && field === 'metadata.namespace');
  if (missing !== undefined && problems.length === 1)
    throw new ApiProblem(notFound({ group: '', resource: 'namespaces', name: key.namespace }));
  if (judged.object === undefined || problems.length > 0) throw new ApiProblem(invalidText(kind, key, problems));
  const warnings = [...judged.warnings, ...notActingWarnings(kind, judged.object)];
  return { object: judged.object as StoredObject, said: judged.said, warnings };
}

/** What in a document is not what its address says. */
function mismatches(
  key: ObjectKey,
  found: ObjectKey,
  kind: Kind | undefined,
  document: ParsedDocument,
  known: Problem[],
): Problem[] {
  if (known.some(({ field, reason }) => field === '' && reason !== 'FieldValueInvalid')) return [];
  if (document.problems.length > 0) return [];
  if (kind === undefined || kind.kind !== key.kind || kind.group !== key.group)
    return [mismatch(document, 'kind', `must be ${kindText(key)}, as its address says, found ${kindText(found)}`)];
  return (['namespace', 'name'] as const)
    .filter((field) => found[field] !== key[field])
    .map((field) => {
      const value = found[field] === '' ? 'nothing' : `"${found[field]}"`;
      return mismatch(document, `metadata.${field}`, `must be "${key[field]}", as its address says, found ${value}`);
    });
}

function mismatch(document: ParsedDocument, field: string, message: string): Problem {
  const place = document.locate(field);
  return { field, reason: 'FieldValueInvalid', message, line: place?.line ?? null, column: place?.column ?? null };
}

/** 422 with the line of each cause. */
function invalidText(kind: Kind, key: ObjectKey, problems: readonly Problem[]): Status {
  const sentences = problems.map(({ field, message }) =>
    field === '' || field === '<nil>' ? message : `${field}: ${message}`,
  );
  const list = sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`;
  const group = key.group === '' ? {} : { group: key.group };
  const details = { name: key.name, ...group, kind: kind.kind, causes: [...problems] };
  return failure(422, 'Invalid', `${kindText(key)} "${key.name}" is invalid: ${list}`, details);
}

function checkExpected(
  view: ObjectView,
  { kind, key }: Address,
  old: StoredObject | undefined,
  expected: string | undefined,
): void {
  if (expected === undefined || expected === '' || expected === '*') return;
  const who = subject(kind, key.name);
  if (expected === '0') {
    if (old !== undefined) throw new ApiProblem(alreadyExists(who));
    return;
  }
  if (!/^\d{1,15}$/.test(expected))
    throw new ApiProblem(badRequest(`If-Match: must be a resourceVersion, found "${expected}"`));
  if (old === undefined) throw new ApiProblem(notFound(who));
  if (old.metadata.resourceVersion !== expected && !onlyStatusSince(view, key, old, Number(expected)))
    throw new ApiProblem(conflict(who));
}

/** True when nothing but the status of an object was written after a revision of it. */
function onlyStatusSince(view: ObjectView, key: ObjectKey, old: StoredObject, revision: number): boolean {
  if (revision > Number(old.metadata.resourceVersion)) return false;
  try {
    const events = view.store.since(revision).filter((event) => keyText(event.key) === keyText(key));
    // the revision has to be one of this very object
    return (
      events[0]?.previous?.metadata.resourceVersion === String(revision) && events.every(({ statusOnly }) => statusOnly)
    );
  } catch (error) {
    if (error instanceof RevisionGone) return false;
    throw error;
  }
}
