import type { Status } from '../../model/status.ts';

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

/** A failure that status.ts has no builder for. */
export function failure(code: number, reason: string, message: string, details?: Status['details']): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
}

/** A value of a body in a message: text as it is, anything else as JSON. */
export function printed(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}
