import type { IncomingMessage } from 'node:http';
import type { Kind } from '../../model/kind.ts';
import { methodNotAllowed, type Status } from '../../model/status.ts';
import { ApiProblem } from './problem.ts';

const NOT_ALLOWED = 'the server does not allow this method on the requested resource';

/** @throws ApiProblem 405 for a method that does more than read */
export function onlyGet(request: IncomingMessage): void {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new ApiProblem(methodNotAllowed(NOT_ALLOWED), { allow: 'GET' });
}

const VERBS: Record<string, string> = { POST: 'create', DELETE: 'delete', PUT: 'update', PATCH: 'patch' };

/** 405 for a method that is not served for objects of a kind. */
export function methodStatus({ core, group, plural }: Kind, method: string | undefined): Status {
  if (core) return methodNotAllowed(NOT_ALLOWED);
  const verb = VERBS[method ?? ''] ?? '';
  const status = methodNotAllowed(`${verb} is not supported on resources of kind "${plural}.${group}"`);
  return { ...status, details: { group, kind: plural } };
}
