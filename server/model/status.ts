import type { FieldError } from './schema/field-error.ts';
import { quote } from './schema/field-error.ts';

/** One thing that is wrong. */
export interface StatusCause {
  reason?: string;
  message: string;
  field?: string;
}

/** The one error envelope. Source: meta/v1 Status. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, never>;
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: {
    name?: string;
    group?: string;
    /** Invalid names the kind, the other reasons the plural. */
    kind?: string;
    uid?: string;
    causes?: StatusCause[];
    retryAfterSeconds?: number;
  };
  code: number;
}

/** What a status is about: the kind or the plural, and its group ('' for the core group). */
export interface Subject {
  group: string;
  resource: string;
  name: string;
}

function failure(code: number, reason: string, message: string, details?: Status['details']): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
}

function named(subject: Subject): NonNullable<Status['details']> {
  return {
    ...(subject.name === '' ? {} : { name: subject.name }),
    ...(subject.group === '' ? {} : { group: subject.group }),
    ...(subject.resource === '' ? {} : { kind: subject.resource }),
  };
}

function qualified(subject: Subject): string {
  return subject.group === '' ? subject.resource : `${subject.resource}.${subject.group}`;
}

/** 400: the request or its body cannot be understood. */
export function badRequest(message: string): Status {
  return failure(400, 'BadRequest', message);
}

/** 404: no such object. `resource` is the plural. */
export function notFound(subject: Subject): Status {
  return failure(404, 'NotFound', `${qualified(subject)} ${quote(subject.name)} not found`, named(subject));
}

/** 404: no such path. */
export function noSuchPath(): Status {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** 409: an object of that name is there already. `resource` is the plural. */
export function alreadyExists(subject: Subject): Status {
  return failure(409, 'AlreadyExists', `${qualified(subject)} ${quote(subject.name)} already exists`, named(subject));
}

/** 409: the object was changed since it was read. `resource` is the plural. */
export function conflict(subject: Subject): Status {
  const message =
    `Operation cannot be fulfilled on ${qualified(subject)} ${quote(subject.name)}: ` +
    'the object has been modified; please apply your changes to the latest version and try again';
  return failure(409, 'Conflict', message, named(subject));
}

/** 422: fields are wrong. `resource` is the kind. */
export function invalidObject(subject: Subject, errors: readonly FieldError[]): Status {
  const causes = errors.map(({ reason, message, field }) => ({ reason, message, field }));
  const sentences = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))];
  const list = sentences.length === 1 ? sentences[0] : `[${sentences.join(', ')}]`;
  const message = `${qualified(subject)} ${quote(subject.name)} is invalid${sentences.length === 0 ? '' : `: ${list}`}`;
  return failure(422, 'Invalid', message, { ...named(subject), causes });
}

/** 405: the verb is not served for this path. */
export function methodNotAllowed(message: string): Status {
  return failure(405, 'MethodNotAllowed', message, {});
}

/** 410: a resourceVersion or continue token that is too old. */
export function expired(message: string): Status {
  return failure(410, 'Expired', message);
}

/** 413: the body is too long. */
export function tooLarge(limit: number): Status {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);
}

/** 415: the content type of the body is not understood. */
export function unsupportedMediaType(accepted: readonly string[]): Status {
  const types = accepted.join(', ');
  return failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${types}`,
  );
}

/** 403: refused because of something else. `resource` is the plural. */
export function forbidden(subject: Subject, why: string): Status {
  return failure(403, 'Forbidden', `${qualified(subject)} ${quote(subject.name)} is forbidden: ${why}`, named(subject));
}

/** 403: refused for what it is, not for what it holds. */
export function refused(message: string): Status {
  return failure(403, 'Forbidden', message, {});
}

/** 500: our own fault. */
export function internalError(message: string): Status {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, {
    causes: [{ message }],
  });
}

/** 500 that says nothing but its message: what the API server has no reason for. */
export function plainFailure(message: string): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 };
}

/** 200 of a deletion. `resource` is the plural. */
export function deleted(subject: Subject, uid: string): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { ...named(subject), uid },
    code: 200,
  };
}
