import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from './refusal.ts';
import { RequestHead } from './request-head.ts';
import { ResponseHead } from './response-head.ts';
import { everywhere, parse, request, type Head } from './testing/parse.ts';

const statusOf = (text: string) => {
  const { result } = parse(new RequestHead(), text);
  return result < 0 ? refusalOf(result).status : result;
};

const COMPLETE: [string, Head, string][] = [
  ['a plain request', new RequestHead(), 'GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n'],
  [
    'a length with zeros',
    new RequestHead(),
    'PUT / HTTP/1.1\r\nHost:x\r\nContent-Length: 00000000000000000012\r\n\r\n',
  ],
  ['empty lines before it', new RequestHead(), '\r\n\n\r\nPOST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n'],
  ['spaces and tabs around values', new RequestHead(), request('X-A:  one \t\r\nX-B:\r\nX-C:\t\r\n')],
  ['no fields', new RequestHead(), request('')],
  ['Connection twice', new RequestHead(), request('Connection: a, B\r\nx: y\r\nconnection: close\r\n')],
  ['high bytes', new RequestHead(), request('x-name: \xe9\xff\r\n')],
  ['a response', new ResponseHead(), 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nx_y: z\r\n\r\n'],
  ['no reason', new ResponseHead(), 'HTTP/1.0 204\r\nA: b\r\n\r\n'],
  ['an empty reason', new ResponseHead(), 'HTTP/1.1 404 \r\nA: b\r\n\r\n'],
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
    ['a bare LF behind the version', 'GET / HTTP/1.1\nHost: x\n\n', 400],
    ['a bare LF behind a field', request('a: b\nc: d\r\n'), 400],
    ['a bare LF as the end', 'GET / HTTP/1.1\r\na: b\r\n\n', 400],
    ['a folded field', request('a: b\r\n c\r\n'), 400],
    ['a folded empty field', request('a:\r\n\tc\r\n'), 400],
    ['a fold of nothing', request('a: b\r\n \r\n'), 400],
    ['a target that is no path', 'GET a HTTP/1.1\r\n\r\n', 400],
    ['an asterisk without OPTIONS', 'GET * HTTP/1.1\r\n\r\n', 400],
    ['another scheme', 'GET ftp://a/ HTTP/1.1\r\n\r\n', 400],
    ['a path for CONNECT', 'CONNECT /a HTTP/1.1\r\n\r\n', 400],
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
    ['length and another coding', request('Content-Length: 1\r\nTransfer-Encoding: gzip\r\n'), 400],
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
    'HTTP/1.1 200 OK\nA: b\r\n\r\n',
    'HTTP/1.1 200 OK\r\nA: b\n\r\n',
    'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n',
    'HTTP/1.1 204 No Content\r\nContent-Length: 1\r\n\r\n',
    'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n',
    'HTTP/1.1 100 Continue\r\nContent-Length: 1\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\nTransfer-Encoding: chunked\r\n\r\n',
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
  ['HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n', false, 'none', true],
  ['HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n', false, 'none', true],
  ['HTTP/1.0 200 OK\r\nContent-Length: 3\r\n', false, 'length', false],
  ['HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n', false, 'close', true],
])('%j (to HEAD: %s) is framed by %s and kept open: %s', (text, isHead, framing, kept) => {
  const head = new ResponseHead();
  parse(head, `${text}\r\n`);
  expect([head.framing(isHead), head.keepsAlive()]).toEqual([framing, kept]);
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

test('a head of one long line that comes byte by byte is looked at once', () => {
  const head = new RequestHead();
  const bytes = Buffer.from(
    `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${'b'.repeat(10_000)}: ${'c'.repeat(20_000)}\r\n\r\n`,
  );
  let reads = 0;
  const counted = new Proxy(bytes, {
    get(target, key) {
      reads++;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value as (...all: unknown[]) => unknown).bind(target) : value;
    },
  });
  head.reset(0);
  let result = 0;
  for (let end = 1; end <= bytes.length; end++) result = head.parse(counted, end);
  expect(result).toBe(bytes.length);
  expect(reads).toBeLessThan(bytes.length * 20);
});
