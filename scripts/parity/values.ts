// Values that are hard to get right.
import type { Json } from '../../server/model/schema/types.ts';

/** A token that is written as it stands: a number such as `80.0`, or what is no JSON at all. */
export class Literal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A document in the making: JSON with literals in it. */
export type Draft = Json | Literal | Draft[] | { [key: string]: Draft };
export type DraftObject = { [key: string]: Draft };

/** True for an object in the making, not a list or a literal. */
export function isDraftObject(value: unknown): value is DraftObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Literal);
}

/** A copy. */
export function copyOf(value: Draft): Draft {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isDraftObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member)]));
}

/** Spellings of numbers. */
export const NUMBERS: readonly Literal[] = (
  '80.0 1e2 -0 0.0 -0.0 1E+2 3.0e0 0.1 1.5 -1 0 1 2 99 100 100.0 101 600 65535 65536 65535.0 65536.5 2147483647 2147483648 -2147483648 ' +
  '-2147483649 4294967295 4294967296 4294967295.0 9007199254740991 9007199254740992 9007199254740993 9223372036854775807 ' +
  '9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551615 18446744073709551616 1e5 1e6 1e18 1e19 1e20 1e21 ' +
  '1e22 123456789.125 999999.5 1000000.0 1000000.5 1000001 0.30000000000000004 1.0e-5 0.00001 1e-7 1e-400 1e308 100000000000000000000 5000011 ' +
  '5000012 12345678901234567890 21 20.5 1024 3 7'
)
  .split(' ')
  .map((text) => new Literal(text));

/** Texts of all sorts. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  'a',
  'A',
  'é',
  'e\u0301',
  'ß',
  '日本語',
  '😀',
  '👨‍👩‍👧',
  '\u0000',
  '\u0001\u001f\u007f\u0080\u009f\u00a0\u00ad',
  '\u2028\u2029',
  '\ufeff',
  '\ufffd',
  '\uffff',
  '\u{10ffff}',
  '\u202e',
  'a\tb',
  'a\r\nb',
  '\b\f\v\u0007\u001b',
  '"',
  "'",
  '\\',
  '`',
  '</script>&<>',
  '%',
  '%s%d%v',
  '%!s(MISSING)',
  '/',
  '//',
  '/a//b',
  '/./a',
  '/a/..',
  '/a/../b',
  '/%2f',
  '/%2F',
  '/#',
  '/a?b=c',
  '/:x',
  '/a b',
  '/ä',
  '*',
  '*.',
  '*.*',
  '*.com',
  '*.a.*',
  'a.b.',
  '.a',
  'a..b',
  '-a',
  'a-',
  'a_b',
  'EXAMPLE.com',
  '1.2.3.4',
  '01.2.3.4',
  '1.2.3.256',
  '1.2.3',
  '::',
  '::1',
  'fe80::1%eth0',
  '::ffff:1.2.3.4',
  '1::2::3',
  '10.0.0.0/8',
  '10.0.0.1/33',
  'fd00::/64',
  'http://a',
  'https://*.a.com:8080',
  'https://a.com:99999',
  'ftp://a',
  'HTTP',
  'http',
  'HTTPRoute',
  'null',
  'true',
  'yes',
  '~',
  '1',
  '80',
  '1e3',
  '0x10',
  '010',
  '1_000',
  '.inf',
  '0s',
  '1s',
  '1h1m1s1ms',
  '1h1m1s1ms1s',
  '100000s',
  '99999h',
  '1.5s',
  '-1s',
  '1d',
  '1us',
  '10ms',
  '500ms',
  '1m500ms',
  '32Ki',
  '10Gi',
  '1.5Gi',
  '1E',
  '1Ei',
  '-1Ki',
  '+1',
  'aGVsbG8=',
  'aGVsbG8',
  'a+/=',
  'a-_=',
  '2024-01-02T03:04:05Z',
  '2024-01-02',
  '2024-02-30T03:04:05Z',
  '2024-01-02T03:04:05+01:00',
  '2024-01-02T03:04:60Z',
  '2024-01-02t03:04:05.123456789z',
  'gateway.networking.k8s.io',
  'example.com/x',
  'a/b/c',
  '__proto__',
  'constructor',
  'toString',
];

/** Lengths at which limits lie. */
export const LENGTHS: readonly number[] = [
  15, 16, 63, 64, 128, 253, 254, 255, 256, 257, 316, 317, 1024, 1025, 4096, 4097,
];

/** What is neither text nor number. */
export const SHAPES: readonly Json[] = [
  null,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  [{}],
  ['a'],
  ['a', 'a'],
  [1],
  [1, 1],
  { a: 1 },
  { name: 'a' },
  { name: null },
  { type: 'Exact' },
  { '': '' },
  { $patch: 'delete' },
];

/** Names of members that no schema has, or that mean something elsewhere. */
export const STRANGE_NAMES: readonly string[] = [
  'colour',
  'Name',
  'NAME',
  'a.b',
  'a[0]',
  'a"b',
  'ä',
  '😀',
  '',
  ' ',
  '0',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  '$ref',
  '\n',
  'a/b',
  'a~b',
  '<x>',
  'x'.repeat(300),
];
