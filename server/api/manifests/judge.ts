import type { Problem } from '../../contract/console.ts';
import { admit, apiVersionOf } from '../../model/admission.ts';
import type { ParsedDocument } from '../../model/documents.ts';
import type { Kind } from '../../model/kind.ts';
import { groupVersion, type KubeObject, type ObjectKey, type StoredObject } from '../../model/object.ts';
import { findKind } from '../../model/registry.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Allotter } from '../../model/service/allotter.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { LAST_APPLIED } from '../objects/content.ts';
import { namespaceProblem } from '../objects/write.ts';
import type { ObjectView } from '../objects/view.ts';
import { problemOf, problemsOf, syntaxProblems } from './problems.ts';

/** What a document is about, as far as it says so. */
interface Subject {
  group: string;
  kind: string;
  namespace: string;
  name: string;
}

/** What the API would say to a document. */
export interface Judgement {
  subject: Subject;
  /** Undefined for a kind that is not served, or where the document names none. */
  kind: Kind | undefined;
  key: ObjectKey | undefined;
  /** The object that it would replace. */
  old: StoredObject | undefined;
  /** Admitted, without identity; undefined when it is refused. */
  object: KubeObject | undefined;
  /** The same without what a cluster allots; the object itself where nothing is allotted. */
  said: KubeObject | undefined;
  problems: Problem[];
  warnings: string[];
}

export interface JudgeOptions {
  /** Taken where the document names no namespace. */
  namespace: string;
  /** Namespaces that will be there when the document is written. */
  coming?: ReadonlySet<string>;
  /** Gives what a cluster allots. */
  allotter: Allotter;
}

const UNKNOWN_FIELD = /^unknown field "(.*)"$/;

/** Judges one document as `kubectl apply` of it would be: unknown fields are refused. Never throws. */
export function judge(
  view: ObjectView,
  document: ParsedDocument,
  { namespace, coming, allotter }: JudgeOptions,
): Judgement {
  const subject = subjectOf(document.value, namespace);
  const result: Judgement = {
    subject,
    kind: undefined,
    key: undefined,
    old: undefined,
    object: undefined,
    said: undefined,
    problems: syntaxProblems(document),
    warnings: [],
  };
  if (result.problems.length > 0) return result;
  const { value } = document;
  if (!isObject(value) || subject.kind === '') {
    result.problems.push(
      whole(
        document,
        isObject(value)
          ? 'kind: is missing; say what kind of object this is'
          : 'this is no object; a manifest has apiVersion, kind and metadata',
      ),
    );
    return result;
  }
  const kind = findKind(subject.group, subject.kind);
  if (kind === undefined) return result;
  if (typeof value.apiVersion !== 'string' || value.apiVersion === '') {
    result.problems.push(whole(document, `apiVersion: is missing; it must be ${apiVersionOf(kind)}`));
    return result;
  }
  if (!kind.namespaced) subject.namespace = '';
  const key = { group: kind.group, kind: kind.kind, namespace: subject.namespace, name: subject.name };
  const old = subject.name === '' ? undefined : view.get(key);
  Object.assign(result, { kind, key, old });
  const admission = admit(kind, withCarried(value, old), {
    operation: old === undefined ? 'create' : 'update',
    old,
    namespace: subject.namespace,
    fieldValidation: 'Warn',
    allotter,
  });
  for (const warning of admission.warnings) {
    const field = UNKNOWN_FIELD.exec(warning)?.[1];
    if (field === undefined) result.warnings.push(warning);
    else result.problems.push(problemOf({ field, reason: 'FieldValueInvalid', message: warning }, document));
  }
  if (!admission.accepted) result.problems.push(...problemsOf(admission.status, document));
  const absent =
    kind.namespaced && !coming?.has(subject.namespace) ? namespaceProblem(view, subject.namespace) : undefined;
  if (absent !== undefined) {
    const { reason = 'NotFound', message = '' } = absent.status;
    result.problems.push(problemOf({ field: 'metadata.namespace', reason, message }, document));
  }
  if (admission.accepted && result.problems.length === 0) {
    result.object = admission.object;
    result.said = admission.said ?? admission.object;
    key.name = admission.object.metadata.name ?? '';
    subject.name = key.name;
  }
  return result;
}

/** A problem of the whole document, at its first line. */
export function whole(document: ParsedDocument, message: string, reason = 'BadRequest'): Problem {
  const place = document.locate('');
  return { field: '', reason, message, line: place?.line ?? document.line, column: place?.column ?? 1 };
}

function subjectOf(value: unknown, namespace: string): Subject {
  const object = isObject(value) ? value : {};
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const text = (member: unknown): string => (typeof member === 'string' ? member : '');
  return {
    group: groupVersion(text(object.apiVersion)).group,
    kind: text(object.kind),
    namespace: text(metadata.namespace) || namespace,
    name: text(metadata.name),
  };
}

/**
 * The document without what only the server writes, and with what a manifest does not carry: kubectl's record of its last apply, and
 * finalizers and owners where the document says nothing of them.
 */
function withCarried(value: JsonObject, old: StoredObject | undefined): JsonObject {
  if (value.metadata !== undefined && !isObject(value.metadata)) return value;
  const { managedFields: _fields, uid: _uid, resourceVersion: _revision, ...metadata } = value.metadata ?? {};
  if (old !== undefined) {
    const { finalizers, ownerReferences, annotations } = old.metadata;
    if (finalizers !== undefined && metadata.finalizers === undefined) metadata.finalizers = [...finalizers];
    if (ownerReferences !== undefined && metadata.ownerReferences === undefined)
      metadata.ownerReferences = ownerReferences as JsonObject[];
    const applied = annotations?.[LAST_APPLIED];
    const written = metadata.annotations ?? {};
    if (applied !== undefined && isObject(written)) metadata.annotations = { [LAST_APPLIED]: applied, ...written };
  }
  return { ...value, metadata };
}
