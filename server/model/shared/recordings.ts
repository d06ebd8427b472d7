import { admit } from '../admission.ts';
import type { Kind } from '../kind.ts';
import type { StatusCause } from '../status.ts';

/** What the official API machinery answered to the creation of a document. */
export interface Recording {
  title: string;
  /** Unknown fields were to be refused. */
  strict: boolean;
  document: unknown;
  answer: {
    accepted: boolean;
    code?: number;
    reason?: string;
    message?: string;
    causes?: StatusCause[];
    warnings: string[];
    object?: unknown;
  };
}

/** An answer in a form that can be compared: causes of siblings have no order, in lists as in texts. */
export function comparable({ accepted, code, reason, message, causes = [], warnings, object }: Recording['answer']) {
  if (accepted) return { accepted, warnings: warnings.toSorted(), object };
  const said = causes.map((cause) => `${cause.field}: ${cause.message} (${cause.reason})`).toSorted();
  const words = (message ?? '').split(/[[\], ]+/).toSorted();
  return { accepted, warnings: warnings.toSorted(), code, reason, said, words };
}

/** What this product answers to the same. */
export function answerTo(kind: Kind, { document, strict }: Recording): Recording['answer'] {
  const admission = admit(kind, document, {
    operation: 'create',
    namespace: 'default',
    fieldValidation: strict ? 'Strict' : 'Warn',
  });
  const { accepted, warnings } = admission;
  if (admission.accepted) return { accepted, warnings, object: admission.object };
  const { code, reason, message, details } = admission.status;
  return { accepted, warnings, code, reason, message, causes: details?.causes ?? [] };
}
