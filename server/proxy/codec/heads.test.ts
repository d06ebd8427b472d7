import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Output } from '../transport/output.ts';
import type { Fields } from './fields.ts';
import { refusalOf } from './refusal.ts';
import { RequestHead } from './request-head.ts';
import { ResponseHead } from './response-head.ts';
import { writeRequestHead, type RequestRewrite } from './write-request.ts';
import { writeResponseHead, type ResponseRewrite } from './write-response.ts';

type Head = RequestHead | ResponseHead;

/** What a parser has read: the result (offset behind the head, or below zero), and the message as plain values. */
function seen(head: Head, result: number) {
  if (result <= 0) return { result };
  const fields = Array.from({ length: head.count }, (_, i) => [head.name(i), head.value(i), head.kind(i)] as const);
  const line =
    head instanceof RequestHead
      ? `${head.method} ${head.bytes.toString('latin1', head.targetStart, head.targetEnd)}`
      : `${head.minor} ${head.status}`;
  return { result, line, fields, framing: [head.contentLength, head.chunked, head.connectionTokens()] };
}

/** Parses a text; it lies at `start` of its buffer, and comes in pieces that end at `ends`. */
function parse(head: Head, text: string, ends: readonly number[] = [], start = 0) {
  const bytes = Buffer.alloc(start + text.length);
  head.reset(start);
  let from = 0;
  let result = 0;
  for (const end of [...ends, text.length]) {
    bytes.write(text.slice(from, end), start + from, 'latin1');
    from = end;
    result = head.parse(bytes, start + end);
    if (result !== 0) break;
  }
  return seen(head, result > 0 ? result - start : result);
}

/** Ends of pieces of one byte each. */
const everywhere = (text: string) => Array.from({ length: text.length }, (_, i) => i);

const request = (fields: string) => `GET / HTTP/1.1\r\n${fields}\r\n`;
const statusOf = (text: string) => {
  const { result } = parse(new RequestHead(), text);
  return result < 0 ? refusalOf(result).status : result;
};

const COMPLETE: [string, Head, string][] = [
  ['a plain request', new RequestHead(), 'GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n'],
  ['bare line feeds', new RequestHead(), 'PUT / HTTP/1.1\nHost:x\nContent-Length: 12\n\n'],
  ['empty lines before it', new RequestHead(), '\r\n\n\r\nPOST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n'],
  ['folded lines', new RequestHead(), request('X-A:  one \r\n  two\t\r\n\tthree\r\nX-B:\r\n four\r\n')],
  ['no fields', new RequestHead(), request('')],
  ['Connection twice', new RequestHead(), request('Connection: a, B\r\nx: y\r\nconnection: close\r\n')],
  ['high bytes', new RequestHead(), request('x-name: \xe9\xff\r\n')],
  ['a response', new ResponseHead(), 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nx_y: z\r\n\r\n'],
  ['no reason', new ResponseHead(), 'HTTP/1.0 204\r\nA: b\r\n\r\n'],
  ['an empty reason', new ResponseHead(), 'HTTP/1.1 404 \nA: b\n\n'],
  ['a long reason', new ResponseHead(), 'HTTP/1.1 503 Service \xfc Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n'],
];

describe('a head in pieces gives the same as in one', () => {
  test.each(COMPLETE)('%s', (_, head, text) => {
    const whole = parse(head, text);
    expect(whole.result).toBe(text.length);
    for (let end = 1; end < text.length; end++) expect(parse(head, text, [end])).toEqual(whole);
    expect(parse(head, text, everywhere(text))).toEqual(whole);
    expect(parse(head, text, [3], 1000)).toEqual(whole);
  });

  test.each(COMPLETE)('%s, with more bytes behind it', (_, head, text) => {
    expect(parse(head, `${text}GET`)).toEqual(parse(head, text));
  });
});

describe('what is malformed gets its status', () => {
  test.each<[string, string, number]>([
    ['a lower-case method', 'get / HTTP/1.1\r\n\r\n', 400],
    ['an unknown method', 'FETCH / HTTP/1.1\r\n\r\n', 400],
    ['a method that does not end', 'A'.repeat(17), 400],
    ['no target', 'GET  HTTP/1.1\r\n\r\n', 400],
    ['a byte above ASCII in the target', 'GET /\x80 HTTP/1.1\r\n\r\n', 400],
    ['a control in the target', 'GET /\x01 HTTP/1.1\r\n\r\n', 400],
    ['two spaces before the version', 'GET /  HTTP/1.1\r\n\r\n', 400],
    ['another protocol', 'GET / ICY/1.1\r\n\r\n', 400],
    ['a space behind the version', 'GET / HTTP/1.1 \r\n\r\n', 400],
    ['a bare CR behind the version', 'GET / HTTP/1.1\rHost: x\r\n\r\n', 400],
    ['TLS', '\x16\x03\x01\x02', 400],
    ['HTTP/0.9', 'GET /\r\n', 426],
    ['HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 426],
    ['HTTP/1.2', 'GET / HTTP/1.2\r\n\r\n', 426],
    ['HTTP/2.0', 'GET / HTTP/2.0\r\n\r\n', 426],
    ['a space before the colon', request('a : b\r\n'), 400],
    ['an empty name', request(': b\r\n'), 400],
    ['no colon', request('abc\r\n'), 400],
    ['a control in a name', request('a\x01b: c\r\n'), 400],
    ['a byte above ASCII in a name', request('\xe9: c\r\n'), 400],
    ['an underscore in a name', request('a_b: c\r\n'), 400],
    ['NUL in a value', request('a: b\0c\r\n'), 400],
    ['DEL in a value', request('a: b\x7f\r\n'), 400],
    ['a bare CR in a value', request('a: b\rc: d\r\n'), 400],
    ['a fold without a field', 'GET / HTTP/1.1\r\n a: b\r\n\r\n', 400],
    ['a folded Content-Length', request('Content-Length: 1\r\n 2\r\n'), 400],
    ['a folded Host', request('Host: a\r\n b\r\n'), 400],
    ['a folded Transfer-Encoding', request('Transfer-Encoding:\r\n chunked\r\n'), 400],
    ['Content-Length twice', request('Content-Length: 1\r\nContent-Length: 1\r\n'), 400],
    ['a list of lengths', request('Content-Length: 1, 1\r\n'), 400],
    ['a negative length', request('Content-Length: -1\r\n'), 400],
    ['a length with a sign', request('Content-Length: +3\r\n'), 400],
    ['a length in hex', request('Content-Length: 0x3\r\n'), 400],
    ['an empty length', request('Content-Length:\r\n'), 400],
    ['a length beyond doubles', request('Content-Length: 9999999999999999\r\n'), 400],
    ['length and chunked', request('Content-Length: 1\r\nTransfer-Encoding: chunked\r\n'), 400],
    ['gzip, chunked', request('Transfer-Encoding: gzip, chunked\r\n'), 501],
    ['identity', request('Transfer-Encoding: identity\r\n'), 501],
    ['chunked twice', request('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n'), 501],
    ['101 fields', request('a: b\r\n'.repeat(101)), 431],
    ['61 KiB', request(`a: ${'b'.repeat(61 * 1024)}\r\n`), 431],
    ['61 KiB that have not ended', `GET /${'b'.repeat(61 * 1024)}`, 431],
  ])('%s', (_, text, status) => {
    expect(statusOf(text)).toBe(status);
    // the same byte by byte
    const { result } =
      text.length > 1000 ? parse(new RequestHead(), text, [500]) : parse(new RequestHead(), text, everywhere(text));
    expect(refusalOf(result).status).toBe(status);
  });

  test('100 fields and 59 KiB are fine', () => {
    expect(statusOf(request('a: b\r\n'.repeat(100)))).toBeGreaterThan(0);
    expect(statusOf(request(`a: ${'b'.repeat(59 * 1024)}\r\n`))).toBeGreaterThan(0);
  });

  test.each([
    'HTTP/2 200 OK\r\n\r\n',
    'HTTP/2.0 200 OK\r\n\r\n',
    'HTTP/1.2 200 OK\r\n\r\n',
    'HTTP/1.1  200 OK\r\n\r\n',
    'HTTP/1.1 20 OK\r\n\r\n',
    'HTTP/1.1 099 OK\r\n\r\n',
    'HTTP/1.1 2000 OK\r\n\r\n',
    'HTTP/1.1 2x0 OK\r\n\r\n',
    'HTTP/1.1 200 O\0K\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n',
    'SSH-2.0-OpenSSH_9.2\r\n',
  ])('a response %j', (text) => {
    const { result } = parse(new ResponseHead(), text);
    expect(result).toBeLessThan(0);
    expect(parse(new ResponseHead(), text, everywhere(text)).result).toBe(result);
  });
});

test.each<[string, boolean, string, boolean]>([
  ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\n', false, 'length', true],
  ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\n', true, 'none', true],
  ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n', false, 'none', true],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n', false, 'chunked', true],
  ['HTTP/1.1 200 OK\r\nConnection: x, Close\r\n', false, 'close', false],
  ['HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n', false, 'none', true],
  ['HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n', false, 'none', true],
  ['HTTP/1.0 200 OK\r\nContent-Length: 3\r\n', false, 'length', false],
  ['HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n', false, 'close', true],
])('%j (to HEAD: %s) is framed by %s and kept open: %s', (text, isHead, framing, kept) => {
  const head = new ResponseHead();
  parse(head, `${text}\r\n`);
  expect([head.framing(isHead), head.keepsAlive()]).toEqual([framing, kept]);
});

const PLAIN_REQUEST: RequestRewrite = {
  target: null,
  host: null,
  upgrade: null,
  dropExpect: false,
  client: '192.0.2.1',
};
const PLAIN_RESPONSE: ResponseRewrite = {
  chunked: false,
  dropLength: false,
  close: false,
  upgrade: null,
  setCookie: null,
};
const FIELD = fc.tuple(
  fc.stringMatching(/^z[a-zA-Z0-9-]{0,12}$/),
  fc.stringMatching(/^([!-~\u00a1-\u00ff]([ \t]?[!-~\u00a1-\u00ff]){0,20})?$/),
  fc.constantFrom(': ', ':', ':\t ', ':  '),
  fc.constantFrom('\r\n', '\n', ' \r\n', '\t\n'),
);
const LIST = fc.array(FIELD, { maxLength: 20 });
const linesOf = (list: readonly [string, string, string, string][]) =>
  list.map(([name, value, colon, end]) => name + colon + value + end).join('');
const pairs = (head: Fields) => Array.from({ length: head.count }, (_, i) => [head.name(i), head.value(i)]);
const written = (output: Output) => output.bytes.toString('latin1', 0, output.length);

test('a request that is written and parsed again has the same line and fields, in order, and the proxy behind them', () => {
  const property = fc.property(LIST, fc.stringMatching(/^\/[!-~]{0,20}$/), (list, target) => {
    const [head, again, output] = [new RequestHead(), new RequestHead(), new Output()];
    const { result } = parse(head, `GET ${target} HTTP/1.1\r\n${linesOf(list)}\r\n`);
    expect(result).toBeGreaterThan(0);
    writeRequestHead(output, head, PLAIN_REQUEST);
    const text = written(output);
    expect(parse(again, text)).toMatchObject({ result: text.length, line: `GET ${target}` });
    const own = ['x-forwarded-for', 'x-forwarded-proto', 'x-envoy-external-address', 'x-request-id'];
    const kept = list.map(([name, value]) => [name.toLowerCase(), value]);
    expect(pairs(again).slice(0, -own.length)).toEqual(kept);
    expect(
      pairs(again)
        .slice(-own.length)
        .map(([name]) => name),
    ).toEqual(own);
  });
  fc.assert(property, { numRuns: 500 });
});

test('a response that is written and parsed again has the same status and fields, in order, and a date', () => {
  const property = fc.property(LIST, fc.integer({ min: 200, max: 599 }), (list, status) => {
    const [head, again, output] = [new ResponseHead(), new ResponseHead(), new Output()];
    parse(head, `HTTP/1.1 ${status} Any\r\n${linesOf(list)}\r\n`);
    writeResponseHead(output, head, PLAIN_RESPONSE);
    const text = written(output);
    expect(parse(again, text)).toMatchObject({ result: text.length, line: `1 ${status}` });
    const kept = list.map(([name, value]) => [name.toLowerCase(), value]);
    expect(pairs(again).slice(0, -1)).toEqual(kept);
    expect(pairs(again).at(-1)?.[0]).toBe('date');
  });
  fc.assert(property, { numRuns: 500 });
});

test('hop-by-hop fields and those that Connection names do not go on', () => {
  const [head, output] = [new RequestHead(), new Output()];
  const text = request(
    'a: 1\r\nConnection: keep-alive, X-Hop\r\nKeep-Alive: 5\r\nx-hop: 1\r\nTE: trailers\r\nx-envoy-a: 1\r\nb: 2\r\n',
  );
  parse(head, text);
  writeRequestHead(output, head, PLAIN_REQUEST);
  expect(written(output)).toMatch(
    /^GET \/ HTTP\/1\.1\r\na: 1\r\nte: trailers\r\nb: 2\r\nx-forwarded-for: 192\.0\.2\.1\r\n/,
  );
});

const SOUP = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'GET ',
        '/',
        ' HTTP/1.1',
        'HTTP/1.1 200',
        '\r\n',
        '\n',
        '\r',
        ':',
        ' ',
        '\t',
        'Content-Length',
        'Transfer-Encoding: chunked',
        'Host: x',
        '1',
        'a',
        '_',
        '\0',
        '\xff',
      ),
      fc.string({ unit: 'binary-ascii', maxLength: 3 }),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''));

test('whatever the bytes and the pieces, the parsers do not throw, and the result is that of the whole', () => {
  const property = fc.property(
    SOUP,
    fc.boolean(),
    fc.array(fc.nat(60), { maxLength: 5 }),
    (soup, isRequest, places) => {
      const text = isRequest ? `GET / HTTP/1.1\r\n${soup}` : soup;
      const ends = places.map((place) => Math.min(place, text.length)).sort((a, b) => a - b);
      for (const head of [new RequestHead(), new ResponseHead()]) {
        const whole = parse(head, text);
        expect(whole.result).toBeGreaterThanOrEqual(-7);
        expect(parse(head, text, ends)).toEqual(whole);
      }
    },
  );
  fc.assert(property, { numRuns: 3000 });
});
