import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HpackDecoder } from './decoder.ts';
import { HpackEncoder } from './encoder.ts';
import { decodeHuffman, encodeHuffman, huffmanLength } from './huffman.ts';
import { readInteger, writeInteger } from './integer.ts';

const LIMITS = { octets: 1_000_000, fields: 10_000 };

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
}

/** Blocks that one decoder reads in order. */
function decodeAll(blocks: Buffer[]): (string[] | null)[] {
  const decoder = new HpackDecoder(LIMITS);
  return blocks.map((block) => decoder.decode(block, 0, block.length));
}

const REQUESTS = [
  [':method', 'GET', ':scheme', 'http', ':path', '/', ':authority', 'www.example.com'],
  [':method', 'GET', ':scheme', 'http', ':path', '/', ':authority', 'www.example.com', 'cache-control', 'no-cache'],
  [
    ':method',
    'GET',
    ':scheme',
    'https',
    ':path',
    '/index.html',
    ':authority',
    'www.example.com',
    'custom-key',
    'custom-value',
  ],
];
const PRIVATE = ['cache-control', 'private'];
const LOCATION = ['location', 'https://www.example.com'];
const ANSWERS = [
  [':status', '302', ...PRIVATE, 'date', 'Mon, 21 Oct 2013 20:13:21 GMT', ...LOCATION],
  [':status', '307', ...PRIVATE, 'date', 'Mon, 21 Oct 2013 20:13:21 GMT', ...LOCATION],
  [
    ':status',
    '200',
    ...PRIVATE,
    'date',
    'Mon, 21 Oct 2013 20:13:22 GMT',
    ...LOCATION,
    'content-encoding',
    'gzip',
    'set-cookie',
    'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
  ],
];
/** The examples of answers assume a table of 256 octets, which a change of its size says. */
const SIZE_256 = '3fe101';

// The examples of RFC 7541 appendix C.
test.each([
  {
    name: 'C.2: fields by themselves',
    blocks: [
      '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572',
      '040c 2f73 616d 706c 652f 7061 7468',
      '1008 7061 7373 776f 7264 0673 6563 7265 74',
      '82',
    ],
    fields: [
      ['custom-key', 'custom-header'],
      [':path', '/sample/path'],
      ['password', 'secret'],
      [':method', 'GET'],
    ],
  },
  {
    name: 'C.3: requests without Huffman',
    blocks: [
      '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
      '8286 84be 5808 6e6f 2d63 6163 6865',
      '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
    ],
    fields: REQUESTS,
  },
  {
    name: 'C.4: requests with Huffman',
    blocks: [
      '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
      '8286 84be 5886 a8eb 1064 9cbf',
      '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
    ],
    fields: REQUESTS,
  },
  {
    name: 'C.5: answers without Huffman, with entries that leave the table',
    blocks: [
      `${SIZE_256} 4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474
       7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
      '4803 3330 37c1 c0bf',
      `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b
       425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31`,
    ],
    fields: ANSWERS,
  },
  {
    name: 'C.6: answers with Huffman',
    blocks: [
      `${SIZE_256} 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae
       82ae 43d3`,
      '4883 640e ffc1 c0bf',
      `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708
       7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
    ],
    fields: ANSWERS,
  },
])('$name', ({ blocks, fields }) => {
  expect(decodeAll(blocks.map(bytesOf))).toEqual(fields);
});

test('C.1: integers', () => {
  for (const [value, mask, hex] of [
    [10, 31, '0a'],
    [1337, 31, '1f9a0a'],
    [42, 255, '2a'],
  ] as const) {
    const out = Buffer.alloc(8);
    expect(out.toString('hex', 0, writeInteger(out, 0, 0, mask, value))).toBe(hex);
    const read = { value: 0, next: 0 };
    readInteger(bytesOf(hex), 0, hex.length / 2, mask, read);
    expect(read).toEqual({ value, next: hex.length / 2 });
  }
});

const LATIN = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 200,
});

test('a text comes back from the code of Huffman, and its length is told beforehand', () => {
  fc.assert(
    fc.property(LATIN, (text) => {
      const out = Buffer.alloc(text.length * 4 + 4, 0xaa);
      const end = encodeHuffman(text, out, 1);
      expect(end - 1).toBe(huffmanLength(text));
      expect(decodeHuffman(out, 1, end)).toBe(text);
    }),
  );
});

test('what is padded with more than seven bits, or with other than ones, is no text', () => {
  // a zero is 00000
  expect(decodeHuffman(bytesOf('07'), 0, 1)).toBe('0');
  expect(decodeHuffman(bytesOf('00'), 0, 1)).toBeNull();
  expect(decodeHuffman(bytesOf('07ff'), 0, 2)).toBeNull();
  expect(decodeHuffman(bytesOf('ffffffff'), 0, 4)).toBeNull();
});

const NAME = fc.oneof(
  fc.constantFrom(
    ':path',
    ':method',
    ':status',
    'date',
    'te',
    'x-forwarded-for',
    'cookie',
    'content-type',
    'grpc-status',
    'x-own',
  ),
  fc.stringMatching(/^[a-z0-9-]{1,20}$/),
);
const VALUE = fc.oneof(
  fc.constantFrom('', 'GET', '/a/b', '200', 'application/grpc', 'trailers', 'v'.repeat(1_500)),
  LATIN,
);
const LIST = fc.array(fc.tuple(NAME, VALUE), { maxLength: 12 }).map((pairs) => pairs.flat());
/** Blocks of one connection; a number is a size of the table that the peer allows from there on. */
const BLOCKS = fc.array(fc.oneof({ weight: 5, arbitrary: LIST }, fc.constantFrom(0, 60, 100, 4_096, 65_536)), {
  maxLength: 30,
});

test('lists come back whatever went before, through tables of changing size', () => {
  fc.assert(
    fc.property(BLOCKS, (blocks) => {
      const encoder = new HpackEncoder();
      const decoder = new HpackDecoder(LIMITS);
      for (const block of blocks) {
        if (typeof block === 'number') {
          encoder.allow(block);
          continue;
        }
        // what is sent twice in a row is added to the table, and what is sent again is found there
        for (let i = 0; i < 3; i++) {
          const room = encoder.room(block);
          const out = Buffer.alloc(room + 8);
          const end = encoder.encode(block, out, 3);
          expect(end - 3).toBeLessThanOrEqual(room);
          expect(decoder.decode(out, 3, end)).toEqual(block);
        }
      }
    }),
  );
});

test('what repeats becomes a byte for each field, and what is no business of others is never added', () => {
  const encoder = new HpackEncoder();
  const out = Buffer.alloc(1_000);
  const call = [':method', 'POST', ':path', '/a.S/M', 'content-type', 'application/grpc', 'te', 'trailers'];
  const sizes = [0, 1, 2].map(() => encoder.encode(call, out, 0));
  expect(sizes[2]).toBe(4);
  const secret = ['authorization', 'Bearer abc', 'x-own', 'abc', 'cookie', 'a=b'];
  const [first, second] = [0, 1].map(() => encoder.encode(secret, out, 0));
  expect(second).toBe(first);
});

test('a list beyond its limits is read to its end, and the next one is right', () => {
  const encoder = new HpackEncoder();
  const decoder = new HpackDecoder({ octets: 200, fields: 3 });
  const decode = (fields: string[]): string[] | null => {
    const out = Buffer.alloc(2_000);
    return decoder.decode(out, 0, encoder.encode(fields, out, 0));
  };
  const date = ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'];
  for (let i = 0; i < 3; i++) {
    decode([...date, 'x-a', '1', 'x-b', '2', 'x-c', '3']);
    expect(decoder.exceeded).toBe(true);
    decode([...date, 'x-a', 'v'.repeat(200)]);
    expect(decoder.exceeded).toBe(true);
  }
  expect(decode([...date, 'x-a', '1'])).toEqual([...date, 'x-a', '1']);
  expect(decoder.exceeded).toBe(false);
});

test('bytes of any kind are fields or no block, and never a fault', () => {
  const decoder = new HpackDecoder({ octets: 10_000, fields: 100 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const fields = decoder.decode(Buffer.from(bytes), 0, bytes.length);
      if (fields !== null) expect(fields.length % 2).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['an index of 0', '80'],
  ['an index beyond the table', 'be'],
  ['a name beyond the table', '7f0001 61'],
  ['an integer without an end', 'ffffffffffffffffffff'],
  ['a string that is cut off', '400a 6375'],
  ['a table larger than allowed', '3fe2 1f'],
  ['a change of the table behind a field', '8220'],
])('%s is no block', (_what, hex) => {
  expect(decodeAll([bytesOf(hex)])).toEqual([null]);
});
