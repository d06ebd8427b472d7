/** Why a message is refused, and the answer that a client gets. Source: envoy-observed section 6. */
export interface Refusal {
  status: number;
  /** Empty: no body. */
  body: string;
  detail: string;
}

/** The head is not complete yet. */
export const INCOMPLETE = 0;

/* Results of the parsers below zero. */
export const MALFORMED = -1;
export const HEAD_TOO_LARGE = -2;
export const TOO_MANY_FIELDS = -3;
export const VERSION = -4;
export const TRANSFER_ENCODING = -5;
export const LENGTH_AND_CHUNKED = -6;
export const UNDERSCORE = -7;

const MALFORMED_REFUSAL: Refusal = { status: 400, body: 'Bad Request', detail: 'http1.codec_error' };

const REFUSALS: readonly Refusal[] = [
  MALFORMED_REFUSAL,
  { status: 431, body: 'Request Header Fields Too Large', detail: 'http1.headers_too_large' },
  { status: 431, body: 'Request Header Fields Too Large', detail: 'http1.too_many_headers' },
  { status: 426, body: 'Upgrade Required', detail: 'low_version' },
  { status: 501, body: 'Not Implemented', detail: 'http1.invalid_transfer_encoding' },
  { status: 400, body: 'Bad Request', detail: 'http1.content_length_and_chunked_not_allowed' },
  { status: 400, body: 'Bad Request', detail: 'http1.unexpected_underscore' },
];

/** The refusal of a negative parser result. */
export function refusalOf(result: number): Refusal {
  return REFUSALS[-1 - result] ?? MALFORMED_REFUSAL;
}
