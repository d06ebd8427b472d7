import type { Mark } from './error.ts';
import { YamlError } from './error.ts';

/** Bytes that are read at once; what is wrong with one of them is told before anything else is made of the rest. */
const CHUNK = 512;

/** What ends a text. */
const END = 0;

/** Zeros behind the end, so that one may look ahead. */
const LOOK_AHEAD = 16;

/** The characters of a text, and where one stands. Source: libyaml's reader, in its Go translation. */
export class Characters {
  readonly #codes: Uint32Array;
  /** What is wrong with the bytes, and the first character of their chunk. */
  readonly #problem: { message: string; from: number } | undefined;
  readonly mark: Mark = { index: 0, line: 0, column: 0 };

  constructor(bytes: Buffer) {
    const { codes, problem } = decode(bytes);
    this.#codes = codes;
    this.#problem = problem;
  }

  /** The character that is `ahead` of the one at hand; 0 at the end. */
  at(ahead = 0): number {
    return this.#codes[this.mark.index + ahead] ?? END;
  }

  /** Makes sure that so many characters can be looked at. @throws YamlError when they cannot be read */
  need(count: number): void {
    if (this.#problem !== undefined && this.mark.index + count > this.#problem.from)
      throw new YamlError(this.#problem.message);
  }

  here(): Mark {
    return { ...this.mark };
  }

  is(char: string, ahead = 0): boolean {
    return this.at(ahead) === char.charCodeAt(0);
  }

  isEnd(ahead = 0): boolean {
    return this.at(ahead) === END;
  }

  isBlank(ahead = 0): boolean {
    const code = this.at(ahead);
    return code === 0x20 || code === 0x09;
  }

  isBreak(ahead = 0): boolean {
    const code = this.at(ahead);
    return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
  }

  isBreakOrEnd(ahead = 0): boolean {
    return this.isBreak(ahead) || this.isEnd(ahead);
  }

  isBlankOrEnd(ahead = 0): boolean {
    return this.isBlank(ahead) || this.isBreakOrEnd(ahead);
  }

  /** Letters, digits, `_` and `-`. */
  isWord(ahead = 0): boolean {
    const code = this.at(ahead);
    return code < 0x80 && /[\w-]/.test(String.fromCharCode(code));
  }

  /** Whether `---` or `...` stands here, at the beginning of a line. */
  isDocumentMark(): boolean {
    if (this.mark.column !== 0 || !this.isBlankOrEnd(3)) return false;
    return ['-', '.'].some((char) => this.is(char) && this.is(char, 1) && this.is(char, 2));
  }

  skip(count = 1): void {
    this.mark.index += count;
    this.mark.column += count;
  }

  skipLine(): void {
    if (!this.isBreak()) return;
    this.mark.index += this.is('\r') && this.is('\n', 1) ? 2 : 1;
    this.#newLine();
  }

  /** Takes a character. */
  read(): string {
    const text = String.fromCodePoint(this.at());
    this.skip();
    return text;
  }

  /** Takes a line break: `\n` for all but the separators of lines and paragraphs. */
  readLine(): string {
    if (!this.isBreak()) return '';
    const code = this.at();
    this.skipLine();
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  /** The end of the text is on a line of its own. */
  forceNewLine(): void {
    if (this.mark.column !== 0) this.#newLine();
  }

  #newLine(): void {
    this.mark.column = 0;
    this.mark.line += 1;
  }
}

interface Decoded {
  codes: Uint32Array;
  problem: { message: string; from: number } | undefined;
}

function decode(bytes: Buffer): Decoded {
  const order = byteOrder(bytes);
  const start = order === undefined ? (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0) : 2;
  const codes = new Uint32Array(bytes.length + LOOK_AHEAD);
  let [length, chunkEnd, from] = [0, Math.min(CHUNK, bytes.length), 0];
  for (let at = start; at < bytes.length;) {
    const next = order === undefined ? readUtf8(bytes, at) : readUtf16(bytes, at, order);
    // a character that is cut by the end of the chunk is read with the next one
    if (at + next.width > chunkEnd && chunkEnd < bytes.length) {
      chunkEnd = Math.min(at + CHUNK, bytes.length);
      from = length;
      continue;
    }
    const problem = next.problem ?? (isAllowed(next.code) ? undefined : 'control characters are not allowed');
    if (problem !== undefined) {
      // that a character is not whole shows when all before it is read
      const first = problem.startsWith('incomplete') ? length : from;
      return { codes: codes.subarray(0, length + LOOK_AHEAD), problem: { message: problem, from: first } };
    }
    codes[length] = next.code;
    length += 1;
    at += next.width;
  }
  return { codes: codes.subarray(0, length + LOOK_AHEAD), problem: undefined };
}

interface Read {
  code: number;
  /** Bytes of the character. */
  width: number;
  problem?: string;
}

function byteOrder(bytes: Buffer): 'LE' | 'BE' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'LE';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'BE' : undefined;
}

const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function readUtf8(bytes: Buffer, at: number): Read {
  const first = bytes[at] ?? 0;
  const width = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
  const wrong = (problem: string): Read => ({ code: 0, width, problem });
  if (width === 0) return { code: 0, width: 1, problem: 'invalid leading UTF-8 octet' };
  if (at + width > bytes.length) return wrong('incomplete UTF-8 octet sequence');
  let code = width === 1 ? first : first & (0x7f >> width);
  for (let next = 1; next < width; next += 1) {
    const octet = bytes[at + next] ?? 0;
    if ((octet & 0xc0) !== 0x80) return wrong('invalid trailing UTF-8 octet');
    code = (code << 6) + (octet & 0x3f);
  }
  if (code < (LEAST[width] ?? 0)) return wrong('invalid length of a UTF-8 sequence');
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return wrong('invalid Unicode character');
  return { code, width };
}

function readUtf16(bytes: Buffer, at: number, order: 'LE' | 'BE'): Read {
  const unit = (from: number): number => (order === 'LE' ? bytes.readUInt16LE(from) : bytes.readUInt16BE(from));
  if (at + 2 > bytes.length) return { code: 0, width: 2, problem: 'incomplete UTF-16 character' };
  const first = unit(at);
  if ((first & 0xfc00) === 0xdc00) return { code: 0, width: 2, problem: 'unexpected low surrogate area' };
  if ((first & 0xfc00) !== 0xd800) return { code: first, width: 2 };
  if (at + 4 > bytes.length) return { code: 0, width: 4, problem: 'incomplete UTF-16 surrogate pair' };
  const second = unit(at + 2);
  if ((second & 0xfc00) !== 0xdc00) return { code: 0, width: 4, problem: 'expected low surrogate area' };
  return { code: 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff), width: 4 };
}

function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  if (code <= 0x7e || code === 0x85) return true;
  return code >= 0xa0 && code <= 0x10ffff && (code < 0xd800 || (code > 0xdfff && code < 0xfffe) || code >= 0x10000);
}
