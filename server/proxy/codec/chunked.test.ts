import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Output } from '../transport/output.ts';
import { CHUNK_ROOM, LAST_CHUNK, closeChunk, openChunk, writeChunk } from './chunk.ts';
import { ChunkedDecoder } from './chunked.ts';
import { HEAD_TOO_LARGE } from './refusal.ts';

/** Decodes a text that comes in pieces that end at `ends`. `read`: bytes of the text up to the end of the body, below zero when refused. */
function decode(text: string, ends: readonly number[] = []): { read: number; done: boolean; body: string } {
  const decoder = new ChunkedDecoder();
  decoder.reset();
  const source = Buffer.from(text, 'latin1');
  const target = Buffer.alloc(source.length);
  let length = 0;
  let read = 0;
  for (const end of [...ends, source.length]) {
    read = decoder.decode(source, read, end, target, length);
    length += decoder.produced;
    if (read < 0 || decoder.done) break;
  }
  return { read, done: decoder.done, body: target.toString('latin1', 0, length) };
}

const everywhere = (text: string) => Array.from({ length: text.length }, (_, i) => i);

test.each([
  ['0\r\n\r\n', ''],
  ['5\r\nhello\r\n0\r\n\r\n', 'hello'],
  ['A\r\n0123456789\r\n00f\r\nabcdefghijklmno\r\n000\r\n\r\n', '0123456789abcdefghijklmno'],
  ['3;name=value;x="y \\" z"\r\na\r\n\r\n0;last\r\n\r\n', 'a\r\n'],
  ['00000000000000000000001\r\nx\r\n0\r\n\r\n', 'x'],
  ['1\r\nx\r\n0\r\nTrailer: v\r\nEmpty:\r\n\r\n', 'x'],
])('%j is %j, whole, cut at every byte, and byte by byte', (text, body) => {
  const expected = { read: text.length, done: true, body };
  expect(decode(text)).toEqual(expected);
  for (let end = 0; end < text.length; end++) expect(decode(text, [end])).toEqual(expected);
  expect(decode(text, everywhere(text))).toEqual(expected);
  expect(decode(`${text}GET / HTTP/1.1`)).toEqual(expected);
});

test.each([
  'x\r\n',
  '\r\n',
  '-1\r\n',
  '+1\r\n',
  ' 1\r\n',
  '1 \r\na\r\n',
  '0x1\r\n',
  '1\na\n',
  '1\r\nab',
  '1\r\na\n',
  '1\r\na\r\r',
  '1;\0\r\n',
  `1;${'e'.repeat(17_000)}`,
  '1;\r\na\r\n',
  '1; e\r\na\r\n',
  '1;e=\r\na\r\n',
  '1;e="a\r\n"\r\na\r\n',
  '1;e="a"b\r\na\r\n',
  `${'0'.repeat(17_000)}1`,
  'ffffffffffffff\r\n',
  '0\r\n\n',
  '0\r\n:v\r\n',
  '0\r\nname\r\n',
  '0\r\na: b\n',
  '0\r\n a: b\r\n',
])('%j is malformed, whole and in pieces', (text) => {
  expect(decode(text).read).toBe(-1);
  if (text.length < 100) expect(decode(text, everywhere(text)).read).toBe(-1);
});

test('trailers that are too large are told from malformed ones', () => {
  expect(decode(`0\r\na: ${'b'.repeat(61 * 1024)}`).read).toBe(HEAD_TOO_LARGE);
});

test('what is not complete is not done, and a decoder that is reset starts anew', () => {
  expect(decode('5\r\nhel')).toEqual({ read: 6, done: false, body: 'hel' });
  const decoder = new ChunkedDecoder();
  const target = Buffer.alloc(10);
  decoder.decode(Buffer.from('5\r\nhel'), 0, 6, target, 0);
  decoder.reset();
  expect(decoder.decode(Buffer.from('1\r\nx\r\n0\r\n\r\n'), 0, 11, target, 2)).toBe(11);
  expect([decoder.done, decoder.produced, target.toString('latin1', 2, 3)]).toEqual([true, 1, 'x']);
});

const BODY = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 });

test('chunks that are written, in either way, decode to the same bytes, however they are cut', () => {
  const property = fc.property(
    BODY,
    fc.array(fc.nat(1500), { maxLength: 6 }),
    fc.boolean(),
    (pieces, places, inPlace) => {
      const output = new Output();
      for (const piece of pieces) {
        const source = Buffer.from(piece);
        expect(output.room).toBeGreaterThan(source.length + CHUNK_ROOM);
        if (inPlace) {
          source.copy(output.bytes, openChunk(output));
          closeChunk(output, source.length);
        } else writeChunk(output, source, 0, source.length);
      }
      output.text(LAST_CHUNK);
      const text = output.bytes.toString('latin1', 0, output.length);
      const ends = places.map((place) => Math.min(place, text.length)).sort((a, b) => a - b);
      const body = Buffer.concat(pieces).toString('latin1');
      expect(decode(text, ends)).toEqual({ read: text.length, done: true, body });
    },
  );
  fc.assert(property, { numRuns: 500 });
});

test('whatever the bytes, the decoder does not throw and says the same however they are cut', () => {
  const part = fc.oneof(
    fc.constantFrom('0', '1', '5', 'a', '\r\n', '\r', '\n', ';', ':', ' ', 'hello'),
    fc.string({ unit: 'binary-ascii', maxLength: 2 }),
  );
  const soup = fc.array(part, { maxLength: 20 }).map((parts) => parts.join(''));
  const property = fc.property(soup, fc.array(fc.nat(40), { maxLength: 4 }), (text, places) => {
    const ends = places.map((place) => Math.min(place, text.length)).sort((a, b) => a - b);
    expect(decode(text, ends)).toEqual(decode(text));
  });
  fc.assert(property, { numRuns: 3000 });
});
