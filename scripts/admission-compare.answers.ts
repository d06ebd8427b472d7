// What we answer to a question of the comparison, and answers in a form in which they are equal or not.
import { createHash } from 'node:crypto';
import { admit } from '../server/model/admission.ts';
import type { Kind } from '../server/model/kind.ts';
import type { KubeObject } from '../server/model/object.ts';
import { cloneJson, normalize } from '../server/model/schema/normalize.ts';
import type { Json, JsonObject } from '../server/model/schema/types.ts';
import { comparable, type Recording } from '../server/model/shared/recordings.ts';
import type { Question } from './admission-compare.generate.ts';
import { stableJson } from './schema-diff.facts.ts';

/** An answer, of either side. */
export type Answer = Recording['answer'];

/** What we answer. `mode` stands in for a question that is not strict. */
export function ourAnswer(kind: Kind, { document, old, strict }: Question, mode: 'Warn' | 'Ignore'): Answer {
  const admission = admit(kind, document, {
    operation: old === undefined ? 'create' : 'update',
    ...(old === undefined ? {} : { old: stored(kind, old) }),
    namespace: 'default',
    fieldValidation: strict ? 'Strict' : mode,
  });
  const { accepted, warnings } = admission;
  if (admission.accepted) return { accepted, warnings, object: admission.object };
  const { code, reason, message, details } = admission.status;
  return { accepted, warnings, code, reason, message, causes: details?.causes ?? [] };
}

/** The stored form of a document that is not judged: pruned and defaulted. */
function stored(kind: Kind, document: JsonObject): KubeObject {
  const { metadata, ...body } = cloneJson(document) as JsonObject;
  normalize(body, kind.schema);
  return { ...body, metadata } as unknown as KubeObject;
}

/** The answer as text. What a server fills in, and the status of a new object, are left out. */
export function answerText(answer: Answer, update: boolean): string {
  const { object, ...rest } = comparable(answer);
  return stableJson({ ...rest, object: object === undefined ? undefined : plain(object as JsonObject, update) });
}

function plain(object: JsonObject, update: boolean): Json {
  const { status, ...rest } = object;
  const metadata = { ...(object.metadata as JsonObject) };
  for (const name of ['generation', 'resourceVersion', 'uid', 'creationTimestamp']) delete metadata[name];
  return { ...rest, metadata, ...(update && status !== undefined ? { status } : {}) };
}

/** A short name of an answer. */
export function answerHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
