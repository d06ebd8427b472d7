import { YamlError } from './error.ts';

/** A float, told from an integer whatever its value. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A scalar as Go sees it; integers are of 64 bits, with or without sign. */
export type Scalar = string | boolean | null | bigint | Float;

const LONG = 'tag:yaml.org,2002:';

const WORDS: readonly [Scalar, string, string][] = [
  [true, 'bool', 'y Y yes Yes YES true True TRUE on On ON'],
  [false, 'bool', 'n N no No NO false False FALSE off Off OFF'],
  [null, 'null', ' ~ null Null NULL'],
  [new Float(Number.NaN), 'float', '.nan .NaN .NAN'],
  [new Float(Infinity), 'float', '.inf .Inf .INF +.inf +.Inf +.INF'],
  [new Float(-Infinity), 'float', '-.inf -.Inf -.INF'],
];

const MEANINGS = new Map<string, [string, Scalar]>(
  WORDS.flatMap(([value, tag, words]) =>
    words.split(' ').map((word): [string, [string, Scalar]] => [word, [tag, value]]),
  ),
);

const RESOLVABLE = new Set(['', 'str', 'bool', 'int', 'float', 'null', 'timestamp'].map((tag) => tag && LONG + tag));

/** What a scalar stands for. @param tag '' where it has none. @throws YamlError when it does not fit its tag */
export function resolve(tag: string, text: string): Scalar {
  if (tag === `${LONG}binary`) return binary(text);
  if (!RESOLVABLE.has(tag)) return text;
  const wanted = tag.slice(LONG.length);
  if (wanted === 'str') return text;
  const [found, value] = untagged(text, wanted);
  if (wanted === '' || wanted === found) return value;
  if (wanted === 'float' && typeof value === 'bigint' && isInt64(value)) return new Float(Number(value));
  throw new YamlError(`cannot decode !!${found} \`${text}\` as a !!${wanted}`);
}

function binary(text: string): string {
  const compact = text.replace(/[\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
    throw new YamlError('!!binary value contains invalid base64 data');
  return Buffer.from(compact, 'base64').toString();
}

/** The tag of a text by its form, and its value. */
function untagged(text: string, wanted: string): [string, Scalar] {
  const word = MEANINGS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) {
    const float = /^\.\d+([eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(float) ? ['float', new Float(float)] : ['str', text];
  }
  if (!/^[-+\d]/.test(text)) return ['str', text];
  if ((wanted === '' || wanted === 'timestamp') && isTimestamp(text)) return ['timestamp', text];
  const plain = text.replaceAll('_', '');
  const integer = readInteger(plain);
  if (integer !== undefined) return ['int', integer];
  if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(plain) && Number.isFinite(Number(plain)))
    return ['float', new Float(Number(plain))];
  return ['str', text];
}

const INT64 = 2n ** 63n;

function isInt64(value: bigint): boolean {
  return value >= -INT64 && value < INT64;
}

/** An integer in one of Go's notations; without a sign it may have 64 bits. */
function readInteger(text: string): bigint | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  const magnitude = readMagnitude(digits);
  if (magnitude === undefined) return undefined;
  const value = sign === '-' ? -magnitude : magnitude;
  if (isInt64(value)) return value;
  return sign === '' && value < 2n * INT64 ? value : undefined;
}

function readMagnitude(digits: string): bigint | undefined {
  if (/^(0|[1-9]\d*)$/.test(digits) || /^0([xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)$/.test(digits))
    return BigInt(digits.toLowerCase());
  return /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : undefined;
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt])(\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?(?:Z|[-+]\d\d:\d\d)|( )(\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?)?$/;

function isTimestamp(text: string): boolean {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return false;
  const number = (index: number): number => Number(parts[index] ?? '0');
  const [year, month, day] = [number(1), number(2), number(3)];
  const [hour, minute, second] = parts[4] === undefined ? [10, 11, 12].map(number) : [5, 6, 7].map(number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > last) return false;
  return (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60;
}
