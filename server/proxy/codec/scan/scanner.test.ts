import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { input } from '../../arena/arena.ts';
import { RequestHead } from '../request-head.ts';
import { ResponseHead } from '../response-head.ts';
import { REQUESTS, RESPONSE } from '../testing/messages.ts';
import { seen, type Head } from '../testing/parse.ts';
import { answerScanner, requestScanner, type Scanner } from './scanner.ts';

/** Reads a head at an offset of a buffer, with other bytes around it. */
function read(head: Head, bytes: Buffer, text: Buffer, start: number, around: number) {
  bytes.fill(around);
  text.copy(bytes, start);
  head.reset(start);
  const result = seen(head, head.parse(bytes, start + text.length));
  const records = result.result > 0 ? Array.from(head.records.subarray(0, head.count * 6)) : [];
  const marks = result.result > 0 ? Array.from(head.marks.subarray(0, head.marked)) : [];
  return { ...result, records, marks, bytes: bytes.toString('latin1', start, start + text.length) };
}

const own = Buffer.alloc(input.length);

/**
 * Whether a parser that uses the scanner says the same of a head as one that does not, and has it from the scanner where the head is in order.
 * @returns whether it is
 */
function agrees(scanner: Scanner, scanned: Head, plain: Head, text: Buffer, start: number, around: number): boolean {
  const got = read(scanned, input, text, start, around);
  expect(got).toEqual(read(plain, own, text, start, around));
  if (got.result <= 0) return false;
  const fields = scanned instanceof RequestHead ? scanned.lineEnd : start + text.indexOf('\n') + 1;
  expect(scanner.scan(fields, start + text.length)).toBe(got.result);
  return true;
}

const places = fc.tuple(fc.nat(200), fc.constantFrom(0, 13, 10, 9, 32, 58, 97, 255));

/** Fields whose names and values have any length, with bytes at the edges of what is allowed. */
const name = fc.string({ unit: fc.constantFrom(...Array.from('aZz-_09.xX')), minLength: 1, maxLength: 40 });
const value = fc.string({
  unit: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...Array.from('a \t~\x80\xff')) },
    { weight: 1, arbitrary: fc.constantFrom(...Array.from('\x00\x1f\x7f\r\n')) },
  ),
  maxLength: 70,
});
const colon = fc.constantFrom(':', ': ', ':  ', ': \t', ' :', '');
const section = fc
  .array(fc.tuple(name, colon, value), { maxLength: 12 })
  .map((fields) => fields.map((field) => `${field.join('')}\r\n`).join(''));

const [requests, answers] = [requestScanner!, answerScanner!];

test('this Node has the scanner', () => {
  expect(requestScanner).not.toBeNull();
  expect(answerScanner).not.toBeNull();
});

describe('a head is read the same with the scanner and without', () => {
  test('requests, good and bad', () => {
    let taken = 0;
    const [scanned, plain] = [new RequestHead(requests), new RequestHead()];
    const property = fc.property(REQUESTS, places, (pieces, [start, around]) => {
      if (agrees(requests, scanned, plain, Buffer.concat(pieces), start, around)) taken++;
    });
    fc.assert(property, { numRuns: 3_000 });
    expect(taken).toBeGreaterThan(500);
  });

  test('answers, good and bad', () => {
    let taken = 0;
    const [scanned, plain] = [new ResponseHead(answers), new ResponseHead()];
    const property = fc.property(RESPONSE, places, (pieces, [start, around]) => {
      if (agrees(answers, scanned, plain, Buffer.concat(pieces), start, around)) taken++;
    });
    fc.assert(property, { numRuns: 3_000 });
    expect(taken).toBeGreaterThan(300);
  });

  test('fields of any length, cut off anywhere', () => {
    let taken = 0;
    const heads = [
      new RequestHead(requests),
      new RequestHead(),
      new ResponseHead(answers),
      new ResponseHead(),
    ] as const;
    const property = fc.property(section, places, fc.nat(40), (fields, [start, around], missing) => {
      const request = Buffer.from(`GET / HTTP/1.1\r\n${fields}\r\n`, 'latin1');
      const answer = Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n`, 'latin1');
      if (agrees(requests, heads[0], heads[1], request, start, around)) taken++;
      if (agrees(answers, heads[2], heads[3], answer, start, around)) taken++;
      const end = Math.max(0, request.length - missing);
      agrees(requests, heads[0], heads[1], request.subarray(0, end), start, around);
    });
    fc.assert(property, { numRuns: 3_000 });
    expect(taken).toBeGreaterThan(500);
  });

  test.each([99, 100, 101])('%i fields', (count) => {
    const text = Buffer.from(`GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(count)}\r\n`);
    agrees(requests, new RequestHead(requests), new RequestHead(), text, 0, 0);
  });

  test.each([
    'content-length: 3',
    'X-Envoy-A: b',
    `x-envoy-${'a'.repeat(40)}: b`,
    `y${'a'.repeat(40)}: b`,
    'x-forwarded-client-cert: a',
  ])('a field that means something: %s', (field) => {
    const text = Buffer.from(`GET / HTTP/1.1\r\n${field}\r\n\r\n`);
    expect(agrees(requests, new RequestHead(requests), new RequestHead(), text, 5, 255)).toBe(true);
  });

  test('a head that ends where the input does', () => {
    for (let blank = 0; blank < 20; blank++) {
      const text = Buffer.from(`GET / HTTP/1.1\r\na:${' '.repeat(blank)}\r\n\r\n`);
      expect(agrees(requests, new RequestHead(requests), new RequestHead(), text, input.length - text.length, 32)).toBe(
        true,
      );
      const cut = text.subarray(0, text.length - 4);
      agrees(requests, new RequestHead(requests), new RequestHead(), cut, input.length - cut.length, 32);
    }
  });
});
