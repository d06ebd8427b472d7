import { notActingWarnings } from '../objects/not-acting.ts';
import type { ImportedDocument, ImportResult } from '../../contract/console.ts';
import { type ParsedDocument, parseDocuments } from '../../model/documents.ts';
import type { Kind } from '../../model/kind.ts';
import { manifestText } from '../../model/manifest-text.ts';
import { keyOf, keyText, type ObjectKey, type StoredObject } from '../../model/object.ts';
import { conflict } from '../../model/status.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Allotter } from '../../model/service/allotter.ts';
import { StoreConflict, type StoreWrite } from '../../store/types.ts';
import { readText } from '../http/body.ts';
import { writeOptions } from '../http/options.ts';
import { ApiProblem } from '../http/problem.ts';
import { send } from '../http/send.ts';
import { sameManifest } from '../objects/content.ts';
import type { ObjectView } from '../objects/view.ts';
import { subject } from '../objects/write.ts';
import { type Judgement, judge, whole } from './judge.ts';
import { CONSOLE_MANAGER, toStore } from './put.ts';
import type { ManifestRequest } from './routes.ts';

const ATTEMPTS = 10;

interface Planned {
  verdict: ImportedDocument;
  kind: Kind | undefined;
  write: StoreWrite | undefined;
}

/** POST /console/v1/import: all documents in one transaction, or none. @throws ApiProblem 409, 413, 422 */
export async function importText({ view, query, request, response }: ManifestRequest): Promise<void> {
  const { dryRun } = writeOptions(query, undefined, 'CreateOptions');
  const documents = parseDocuments(await readText(request));
  for (let attempt = 1; ; attempt += 1) {
    const { allotter, end } = view.network.reserve(false);
    const plan = planImport(view, documents, allotter);
    const verdicts = plan.map(({ verdict }) => verdict);
    const ready = !dryRun && verdicts.length > 0 && verdicts.every(({ result }) => result !== 'refused');
    const result = (): ImportResult => ({ documents: verdicts, applied: ready, revision: view.store.revision });
    if (!ready) end();
    if (!ready) return send(response, 200, result());
    const ordered = [...plan].sort((a, b) => (a.kind?.applyOrder ?? 0) - (b.kind?.applyOrder ?? 0));
    try {
      await view.store.write(ordered.map(({ write }) => write).filter((write) => write !== undefined));
      return send(response, 200, result());
    } catch (error) {
      if (!(error instanceof StoreConflict)) throw error;
      if (attempt === ATTEMPTS) throw conflictOf(plan, error.key);
    } finally {
      end();
    }
  }
}

function conflictOf(plan: Planned[], key: ObjectKey): ApiProblem {
  const kind = plan.find((one) => one.kind?.kind === key.kind && one.kind.group === key.group)?.kind;
  const status = conflict(
    kind === undefined ? { group: key.group, resource: key.kind, name: key.name } : subject(kind, key.name),
  );
  return new ApiProblem(status);
}

/** What an import would do with each document. */
function planImport(view: ObjectView, documents: readonly ParsedDocument[], allotter: Allotter): Planned[] {
  const coming = new Set(documents.map(namespaceOf).filter((name) => name !== undefined));
  const seen = new Map<string, number>();
  return documents.map((document) => {
    const judged = judge(view, document, { namespace: 'default', coming, allotter });
    const first = judged.key === undefined ? undefined : seen.get(keyText(judged.key));
    if (first !== undefined) {
      judged.problems.push(
        whole(
          document,
          `this object is in the import twice, first on line ${first}; keep one of them`,
          'AlreadyExists',
        ),
      );
      judged.object = undefined;
    } else if (judged.key !== undefined && judged.key.name !== '') seen.set(keyText(judged.key), startOf(document));
    return planOne(view, document, judged);
  });
}

function startOf(document: ParsedDocument): number {
  return document.locate('')?.line ?? document.line;
}

/** Name of the Namespace that a document makes. */
function namespaceOf({ value }: ParsedDocument): string | undefined {
  if (!isObject(value) || value.kind !== 'Namespace' || value.apiVersion !== 'v1' || !isObject(value.metadata))
    return undefined;
  return typeof value.metadata.name === 'string' ? value.metadata.name : undefined;
}

function planOne(view: ObjectView, document: ParsedDocument, judged: Judgement): Planned {
  const { kind, key, old, object, problems, subject } = judged;
  const notActing = kind === undefined || object === undefined ? [] : notActingWarnings(kind, object);
  const warnings = [...judged.warnings, ...notActing];
  const { namespace, name } = subject;
  const place = { index: document.index, line: startOf(document), kind: subject.kind, namespace, name };
  const verdict = (result: ImportedDocument['result']): ImportedDocument => ({ ...place, result, problems, warnings });
  if (kind === undefined && problems.length === 0) return { verdict: verdict('kept out'), kind, write: undefined };
  if (kind === undefined || key === undefined || object === undefined)
    return { verdict: verdict('refused'), kind, write: undefined };
  const known = old !== undefined && !view.isMadeUp(old);
  const text = isJson(document.text) ? undefined : document.text;
  if (known && sameManifest(object, old) && (text === undefined || sameText(text, shownText(view, old))))
    return { verdict: verdict('same'), kind, write: undefined };
  const stored: StoredObject = toStore(kind, object, judged.said, old);
  const expect = known ? old.metadata.resourceVersion : undefined;
  const write: StoreWrite = {
    type: 'put',
    key,
    object: stored,
    expect,
    by: CONSOLE_MANAGER,
    ...(text === undefined ? {} : { text }),
  };
  return { verdict: verdict(known ? 'changed' : 'new'), kind, write };
}

/** The text that is shown of an object now. */
function shownText(view: ObjectView, object: StoredObject): string {
  return view.store.text(keyOf(object)) ?? manifestText(object);
}

/** Comments and the way in which values are written count; blank lines at the end are those between documents. */
function sameText(one: string, other: string): boolean {
  return one.trimEnd() === other.trimEnd();
}

/** JSON is shown as YAML later on, so that it is not kept as text. */
function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}
