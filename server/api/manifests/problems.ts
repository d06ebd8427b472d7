import type { Problem } from '../../contract/console.ts';
import type { ParsedDocument } from '../../model/documents.ts';
import type { Status, StatusCause } from '../../model/status.ts';

/** A cause with its place in the text. */
export function problemOf({ field = '', reason = '', message }: StatusCause, document: ParsedDocument): Problem {
  const place = field === '<nil>' ? null : document.locate(field);
  return { field, reason, message, line: place?.line ?? null, column: place?.column ?? null };
}

/** What keeps a text from being read, as problems of the whole object. */
export function syntaxProblems(document: ParsedDocument): Problem[] {
  return document.problems.map(({ message, line, column }) => ({
    field: '',
    reason: 'FieldValueInvalid',
    message,
    line,
    column,
  }));
}

const UNKNOWN_FIELD = /unknown field "((?:[^"\\]|\\.)*)"/g;

/**
 * Problems of a refusal, each with its line. A refusal without causes is one problem; unknown fields are one problem each.
 */
export function problemsOf(status: Status, document: ParsedDocument): Problem[] {
  const causes = status.details?.causes ?? [];
  if (causes.length > 0) return causes.map((cause) => problemOf(cause, document));
  const message = status.message ?? '';
  const unknown = [...message.matchAll(UNKNOWN_FIELD)].map((match) => match[1] ?? '');
  if (unknown.length > 0)
    return unknown.map((field) =>
      problemOf({ field, reason: 'FieldValueInvalid', message: `unknown field "${field}"` }, document),
    );
  const place = document.locate('');
  return [
    {
      field: '',
      reason: status.reason ?? 'Invalid',
      message,
      line: place?.line ?? document.line,
      column: place?.column ?? 1,
    },
  ];
}
