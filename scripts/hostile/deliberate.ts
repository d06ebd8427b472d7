/** Cases that we answer in another way than Envoy, on purpose. */
interface Deliberate {
  /** Row of the table in docs/parity.md. */
  why: string;
  /** Ours is a refusal: nothing of the message goes on. */
  refused: boolean;
  names: readonly string[];
}

const GROUPS: readonly Deliberate[] = [
  {
    why: 'bare LF as a line end',
    refused: true,
    names: [
      'length: bare LF before the name',
      'transfer-encoding: bare LF before the name',
      'transfer-encoding: bare LF behind',
      'value: bare LF and a field',
      'fold: with a bare LF',
      'line end: bare LF everywhere',
      'line end: bare LF of the request line',
      'line end: bare LF of a field',
      'line end: bare LF of the empty line',
      'line end: bare LF of the last field and the empty line',
      'line end: LF CR',
      'host: second by a bare LF',
      'response: bare LF',
      'response: bare LF of a field',
    ],
  },
  {
    why: 'bare CR in a head',
    refused: true,
    names: [
      'length: bare CR before the name',
      'transfer-encoding: bare CR before the name',
      'length and transfer-encoding: chunked in another field by a bare CR',
      'value: bare CR',
      'value: bare CR at the end',
      'value: bare CR and a field',
      'line end: bare CR everywhere',
      'line end: CR CR LF',
      'line end: CR CR LF of a field',
      'line end: CR CR LF of the empty line',
      'line end: CR before the request',
      'response: bare CR of a field',
      'response: bare CR of the status line',
    ],
  },
  {
    why: 'folded field (obs-fold)',
    refused: true,
    names: [
      'length: folded before',
      'transfer-encoding: folded before',
      'transfer-encoding: folded behind',
      'transfer-encoding: folded with nothing',
      'transfer-encoding: folded field before',
      'fold: with a space',
      'fold: with a tab',
      'fold: of an empty value',
      'fold: that looks like a field',
      'fold: of nothing',
      'fold: twice',
      'fold: of Connection',
      'fold: of Expect',
      'fold: of X-Forwarded-For',
      'fold: last line',
      'response: chunked, folded',
      'response: fold',
      'response: fold of Content-Length',
    ],
  },
  {
    why: 'more than one space, or a tab, in the first line',
    refused: true,
    names: [
      'request line: two spaces before the target',
      'request line: two spaces before the version',
      'request line: tab before the target',
      'request line: tab before the version',
      'request line: space behind the version',
      'response: two spaces in the status line',
      'response: tab in the status line',
    ],
  },
  {
    why: 'chunk framing that is not exact',
    refused: true,
    names: [
      'chunked: space behind the size',
      'chunked: tab behind the size',
      'chunked: bare LF behind the data',
      'chunked: data too long',
      'chunked: data too short',
      'chunked: bare LF as the end',
      'chunked: extension, spaces around',
      'chunked: extension, empty',
      'chunked: extension, quoted CRLF',
      'chunked: extension, NUL',
      'chunked: trailer, folded',
      'chunked: trailer, bare LF',
      'chunked: trailer, bare CR',
    ],
  },
  {
    why: 'trailers that would frame the message or end the connection',
    refused: true,
    names: [
      'chunked: trailer Content-Length',
      'chunked: trailer Transfer-Encoding',
      'chunked: trailer Connection',
      'chunked: trailer Upgrade',
    ],
  },
  {
    why: 'chunk framing of an answer that is not exact',
    refused: false,
    names: [
      'response: chunk size with a space',
      'response: chunk too long',
      'response: chunks with a forbidden trailer',
    ],
  },
  {
    why: 'lengths beyond 2^53 and size lines beyond 16 KiB',
    refused: true,
    names: ['length: 2^63', 'chunked: 2^64 - 1', 'chunked: extension of 20 kB'],
  },
  {
    why: 'leading zeros of Content-Length',
    refused: false,
    names: ['length: leading zeros', 'length: many leading zeros', 'response: length with zeros'],
  },
  {
    why: 'Content-Length named by Connection',
    refused: false,
    names: ['length and transfer-encoding: length nominated by Connection'],
  },
  {
    why: 'several Host fields, or an empty one',
    refused: true,
    names: [
      'host: empty',
      'host: spaces',
      'host: twice, equal',
      'host: twice, different',
      'host: twice, one empty',
      'absolute form: with two Host',
    ],
  },
  { why: 'unknown `x-envoy-*` of a client', refused: false, names: ['pretended: x-envoy-peer-metadata'] },
  { why: '`Expect` twice', refused: false, names: ['expect: twice'] },
  {
    why: 'upgrade with a body',
    refused: true,
    names: ['upgrade: websocket with a body', 'upgrade: websocket with a chunked body'],
  },
  {
    why: 'upgrade that the backend does not confirm',
    refused: false,
    names: [
      'upgrade: websocket refused by the backend',
      'upgrade: websocket and a request behind it',
      'upgrade: websocket in capitals',
      'upgrade: websocket with length zero',
      'upgrade: close too',
      'response to an upgrade: 200',
      'response to an upgrade: 426',
    ],
  },
  {
    why: 'what Connection says beside `upgrade`',
    refused: false,
    names: [
      'upgrade: websocket with other tokens',
      'upgrade: websocket with named fields',
      'upgrade: websocket, HTTP2-Settings',
    ],
  },
  { why: 'body of a refusal to a HEAD request', refused: true, names: ['head: bad host', 'head: https'] },
  {
    why: 'head that escaping makes larger than 90 KiB',
    refused: true,
    names: [
      'limit: 20 kB of target that escaping makes 60, and 38 kB of fields',
      'limit: 50 kB of target that escaping makes 150',
    ],
  },
  { why: 'interim answer that says `close`', refused: true, names: ['response: 100 that says close'] },
  { why: '101 that nobody asked for', refused: true, names: ['response: 101 unasked'] },
  {
    why: 'first line of an answer that is not HTTP/1.0 or 1.1 with three digits',
    refused: true,
    names: ['response: HTTP/1.2', 'response: HTTP/2.0', 'response: status 1000'],
  },
  { why: 'answer without a length that ends with a reset', refused: false, names: ['response: no framing, reset'] },
];

/** The groups by name of the case. */
export const DELIBERATE: ReadonlyMap<string, Deliberate> = new Map(
  GROUPS.flatMap((group) => group.names.map((name) => [name, group] as const)),
);
