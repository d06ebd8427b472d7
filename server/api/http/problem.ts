import { internalError, type Status } from '../../model/status.ts';
import type { StoreUnavailable } from '../../store/errors.ts';

/** A request that is answered with a failure. */
export class ApiProblem extends Error {
  readonly status: Status;
  /** Further headers of the answer. */
  readonly headers: Record<string, string>;

  /** Texts of Warning headers. */
  readonly warnings: readonly string[];

  constructor(status: Status, headers: Record<string, string> = {}, warnings: readonly string[] = []) {
    super(status.message ?? status.reason ?? 'failure');
    this.name = 'ApiProblem';
    this.status = status;
    this.headers = headers;
    this.warnings = warnings;
  }
}

/** A path below which nothing is served; the API server answers so with a line of text. */
export class NoSuchPage extends Error {}

/** A failure that status.ts has no builder for. */
export function failure(code: number, reason: string, message: string, details?: Status['details']): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
}

/**
 * What a write is answered that the store did not take. As an API server whose etcd has no space left: 500, and no client tries again by
 * itself. A console that is ending is 503 with Retry-After, which client-go obeys.
 */
export function storeProblem(error: StoreUnavailable): ApiProblem {
  if (error.trouble !== 'closed') return new ApiProblem(internalError(error.message));
  return new ApiProblem(failure(503, 'ServiceUnavailable', error.message, { retryAfterSeconds: 1 }), {
    'retry-after': '1',
  });
}
