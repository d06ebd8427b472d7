import type { Refusal } from '../codec/refusal.ts';
import type { UpstreamFailure } from '../upstream/upstream-connection.ts';

/** An answer that the proxy makes itself. */
export interface OwnAnswer {
  status: number;
  /** Plain text, empty without a body. */
  body: string;
  /** Further fields as lines, each with its CRLF. */
  fields: string;
  /** The connection is of no use after it. */
  close: boolean;
  /** For the traffic page, in a few words. */
  reason: string;
}

function answer(status: number, body: string, close: boolean, reason: string, fields = ''): OwnAnswer {
  return { status, body, fields, close, reason };
}

/*
 * Source of all: envoy-observed sections 5 and 6.
 */
export const NO_ROUTE = answer(404, '', false, 'no route');
export const ABSOLUTE_PATH_REJECTED = answer(404, '', false, 'target is not a path');
export const CONNECT_REJECTED = answer(404, '', true, 'CONNECT is not served');
export const SEVERAL_HOSTS = answer(404, '', true, 'several Host fields');
export const MISSING_HOST = answer(400, '', true, 'Host is missing');
export const INVALID_AUTHORITY = answer(400, 'Bad Request', true, 'invalid Host');
export const MALFORMED_TARGET = answer(400, 'Bad Request', true, 'malformed target');
export const TARGET_TOO_LONG = answer(431, 'Request Header Fields Too Large', true, 'target too long');
export const UNNORMAL_PATH = answer(400, '', true, 'path cannot be normalised');
export const PLAIN_TEXT = answer(403, 'Forbidden', true, 'https URL on a plain port');
export const UPGRADE_FAILED = answer(403, '', true, 'upgrade is not served');
export const NO_HEALTHY_UPSTREAM = answer(503, 'no healthy upstream', false, 'no endpoint to choose');
export const HEAD_TOO_LONG = answer(431, 'Request Header Fields Too Large', true, 'head too large');
export const TOO_MANY_FIELDS = answer(431, 'Request Header Fields Too Large', true, 'too many fields');
export const UNDERSCORE_IN_NAME = answer(400, 'Bad Request', true, 'underscore in the name of a field');
export const BAD_NOMINATION = answer(400, 'Bad Request', true, 'Connection names what it must not');
export const BAD_BODY = answer(400, 'Bad Request', true, 'malformed chunked body');
export const TRAILERS_TOO_LARGE = answer(431, 'Request Header Fields Too Large', true, 'trailers too large');
export const REQUEST_TIMEOUT = answer(504, 'upstream request timeout', false, 'request timeout');
export const STREAM_TIMEOUT = answer(504, 'stream timeout', false, 'stream timeout');
export const SLOW_REQUEST = answer(408, 'stream timeout', true, 'request was not sent in time');
export const NOTHING_SERVED = answer(503, '', true, 'no configuration yet');

const FAILURES: Readonly<Record<UpstreamFailure, OwnAnswer>> = {
  'remote connection failure': failure(503, 'remote connection failure'),
  'connection termination': failure(503, 'connection termination'),
  'connection timeout': failure(503, 'connection timeout'),
  'protocol error': failure(502, 'protocol error'),
  'remote reset': failure(503, 'remote reset'),
  'remote refused stream reset': failure(503, 'remote refused stream reset'),
  overflow: failure(503, 'overflow'),
};

function failure(status: number, reason: UpstreamFailure): OwnAnswer {
  return answer(
    status,
    `upstream connect error or disconnect/reset before headers. reset reason: ${reason}`,
    false,
    reason,
  );
}

/** The answer when a backend failed before it began to answer. */
export function failureAnswer(reason: UpstreamFailure): OwnAnswer {
  return FAILURES[reason];
}

/** The answer to a message that is refused. */
export function refusalAnswer(refusal: Refusal): OwnAnswer {
  return answer(refusal.status, refusal.body, true, refusal.detail);
}

/** The redirect to a path without escaped slashes. */
export function redirectAnswer(location: string): OwnAnswer {
  return answer(307, '', false, 'escaped slashes', `location: ${location}\r\n`);
}

/** An empty answer of a rule or of a backendRef that cannot be served. */
export function emptyAnswer(status: number, reason: string): OwnAnswer {
  return answer(status, '', false, reason);
}
