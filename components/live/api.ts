import type { Problem } from '../../server/contract/console.ts';
import { ACCEPT, takeEarly, type EarlyAnswer } from './early.ts';
import { goToSignIn } from './session.ts';

/** A cause of a refusal, as `Status.details.causes` has it; `line` where the text that was sent has one. */
export interface Cause {
  field: string;
  reason: string;
  message: string;
  line: number | null;
  column: number | null;
}

interface StatusBody {
  kind?: string;
  message?: string;
  reason?: string;
  code?: number;
  details?: { causes?: { field?: string; reason?: string; message?: string; line?: number; column?: number }[] };
}

/** An answer that is not 2xx, or no answer at all (`code` 0, reason `NoAnswer`). */
export class ApiError extends Error {
  /** HTTP status, 0 when the console did not answer. */
  readonly code: number;
  /** Reason of the Status, for example Conflict, Invalid, NotFound. */
  readonly reason: string;
  readonly causes: Cause[];
  constructor(code: number, reason: string, message: string, causes: Cause[] = []) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
    this.causes = causes;
  }
  /** Causes in the shape of the editor's problem list. */
  get problems(): Problem[] {
    return this.causes;
  }
}

/** True when something is missing rather than broken. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

export interface ApiOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Is shown the headers of the answer. */
  seen?: (headers: Headers) => void;
}

/**
 * Calls the HTTP API. A string body is sent as YAML, anything else as JSON; a JSON answer is parsed, any other comes as text.
 * @throws ApiError for every answer that is not 2xx, and when there is none. At 401 it leaves for the sign-in page too
 */
export async function api<T>(method: string, path: string, body?: unknown, options: ApiOptions = {}): Promise<T> {
  const { response, value } = await answer(method, path, body, options);
  options.seen?.(response.headers);
  if (response.ok) return value as T;
  if (response.status === 401) goToSignIn();
  throw errorOf(response.status, value);
}

/** An answer with its content; the one that the head of the page asked for already, where there is one. */
async function answer(method: string, path: string, body: unknown, options: ApiOptions): Promise<EarlyAnswer> {
  try {
    const early = method === 'GET' ? await takeEarly(path) : undefined;
    if (early?.response.ok) return early;
    const response = early?.response ?? (await fetch(path, request(method, body, options)));
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return { response, value: json ? await response.json() : await response.text() };
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(0, 'NoAnswer', 'The console does not answer. It may be restarting; the proxy goes on serving.');
  }
}

function request(method: string, body: unknown, { headers, signal }: ApiOptions): RequestInit {
  return {
    method,
    cache: 'no-store',
    headers: {
      accept: ACCEPT,
      ...(body === undefined
        ? {}
        : { 'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
}

function errorOf(code: number, value: unknown): ApiError {
  if (typeof value === 'object' && value !== null) {
    const status = value as StatusBody;
    const causes = (status.details?.causes ?? []).map((cause) => ({
      field: cause.field ?? '',
      reason: cause.reason ?? '',
      message: cause.message ?? '',
      line: cause.line ?? null,
      column: cause.column ?? null,
    }));
    return new ApiError(code, status.reason ?? 'Unknown', status.message ?? `The API answered ${code}.`, causes);
  }
  const text = String(value).trim();
  return new ApiError(code, 'Unknown', text.length > 0 && text.length < 300 ? text : `The API answered ${code}.`);
}
