import { clientLines } from './client-lines.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Output } from '../transport/output.ts';
import type { Fields } from './fields.ts';
import { RequestHead } from './request-head.ts';
import { ResponseHead } from './response-head.ts';
import { parse, request } from './testing/parse.ts';
import { writeRequestHead, type RequestRewrite } from './write-request.ts';
import { writeResponseHead, type ResponseRewrite } from './write-response.ts';

const PLAIN_REQUEST: RequestRewrite = {
  target: null,
  host: null,
  upgrade: null,
  dropExpect: false,
  client: clientLines('192.0.2.1', '192.0.2.1'),
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
  fc.constantFrom('\r\n', ' \r\n', '\t\r\n'),
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
    /^GET \/ HTTP\/1\.1\r\na: 1\r\nb: 2\r\nte: trailers\r\nx-forwarded-for: 192\.0\.2\.1\r\n/,
  );
});

test.each<[string, string, string]>([
  ['a length without zeros', 'POST / HTTP/1.1\r\nContent-Length: 007\r\n\r\n', 'content-length: 7\r\n'],
  ['a length where there is none', 'POST / HTTP/1.1\r\n\r\n', 'content-length: 0\r\n'],
  [
    'one spelling of chunked',
    'PUT / HTTP/1.1\r\nTransfer-Encoding:  ChunKed\r\n\r\n',
    'transfer-encoding: chunked\r\n',
  ],
])('the backend is told %s', (_, text, line) => {
  const [head, output] = [new RequestHead(), new Output()];
  parse(head, text);
  writeRequestHead(output, head, PLAIN_REQUEST);
  const framing = written(output).match(/^(?:content-length|transfer-encoding):.*\r\n/gm);
  expect(framing).toEqual([line]);
});

test('text that has no room in a slab is a fault, and is not cut off', () => {
  const output = new Output();
  output.text('a'.repeat(output.room - 1));
  expect(() => output.text('ab')).toThrow('No room');
  expect(() => output.copy(Buffer.alloc(2), 0, 2)).toThrow('No room');
});

/** Fields that are never sent on, between others. */
const OWN_FIELD = fc
  .tuple(
    fc.constantFrom('Connection', 'keep-alive', 'Proxy-Connection'),
    fc.constant('keep-alive'),
    fc.constantFrom(': ', ':'),
    fc.constantFrom('\r\n', ' \r\n'),
  )
  .map((field): [string, string, string, string] => field);
const MIXED = fc.array(fc.oneof(FIELD, OWN_FIELD), { maxLength: 20 });

test('fields that are for one connection alone are left out wherever they stand, and all others stay', () => {
  const property = fc.property(MIXED, (list) => {
    const kept = list.filter(([, value]) => value !== 'keep-alive').map(([name, value]) => [name.toLowerCase(), value]);
    const [head, again, output] = [new RequestHead(), new RequestHead(), new Output()];
    parse(head, `GET / HTTP/1.1\r\n${linesOf(list)}\r\n`);
    writeRequestHead(output, head, PLAIN_REQUEST);
    parse(again, written(output));
    expect(pairs(again).slice(0, -4)).toEqual(kept);
    const [answer, answerAgain, sent] = [new ResponseHead(), new ResponseHead(), new Output()];
    parse(answer, `HTTP/1.1 200 OK\r\n${linesOf(list)}date: x\r\n\r\n`);
    writeResponseHead(sent, answer, PLAIN_RESPONSE);
    parse(answerAgain, written(sent));
    expect(pairs(answerAgain)).toEqual([...kept, ['date', 'x']]);
  });
  fc.assert(property);
});
