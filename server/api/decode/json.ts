import { isUtf8 } from 'node:buffer';
import { type ExactNumber, readNumber } from '../../model/schema/exact-number.ts';
import { quote } from '../../model/schema/field-error.ts';
import { isIndex, noteMembers } from '../../model/schema/members.ts';
import { setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { utf8Text } from './utf8.ts';

/** Text that is no JSON; the message is that of Go's decoder. */
export class JsonSyntaxError extends Error {}

/** JSON that was read. */
export interface DecodedJson {
  value: Json;
  /** `duplicate field "PATH"` for keys that stand twice, in the order of the text; the last of them counts. */
  duplicates: string[];
  /** What is wrong with the first number that is too large for a float. */
  outOfRange: string | undefined;
  /** Members of the outermost object that say what it is, in order, each as often as it stands there. */
  members: [string, Json][];
}

/** Whether a member says what an object is; Go first looks for these whatever their case. */
export function isHead(name: string): boolean {
  return /^(apiversion|kind)$/iu.test(name);
}

/** Deepest nesting that is read. */
const MAX_DEPTH = 10_000;

/** So many duplicates are told of. */
const MAX_DUPLICATES = 100;

/** Reads JSON as the API server does: numbers, invalid UTF-8, duplicates and errors alike. Source: sigs.k8s.io/json. @throws JsonSyntaxError */
export function decodeJson(bytes: Buffer): DecodedJson {
  return new Reader(bytes).read();
}

interface Level {
  /** null for a list. */
  object: JsonObject | null;
  list: Json[];
  key: string;
  /** Members as the text has them, once the object would not tell. */
  written: [string, Json][] | null;
}

class Reader {
  readonly #bytes: Buffer;
  /** One character for each byte. */
  readonly #text: string;
  readonly #valid: boolean;
  #at = 0;
  readonly #levels: Level[] = [];
  readonly #duplicates = new Set<string>();
  readonly #members: [string, Json][] = [];
  #outOfRange: string | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#text = bytes.toString('latin1');
    this.#valid = isUtf8(bytes);
  }

  read(): DecodedJson {
    let value: Json | undefined;
    do {
      value = this.#value();
      // a value that is complete may complete those around it
      while (value !== undefined && this.#levels.length > 0) value = this.#finish(value);
    } while (value === undefined);
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
    return {
      value,
      duplicates: [...this.#duplicates],
      outOfRange: this.#outOfRange,
      members: this.#members,
    };
  }

  /** A scalar or an empty collection; undefined where a collection was opened. */
  #value(): Json | undefined {
    this.#space();
    const char = this.#peek();
    if (char === '{' || char === '[') return this.#open(char);
    if (char === '"') return this.#string();
    if (char === '-' || isDigit(char)) return this.#number();
    if (char === 't') return this.#word('true', true);
    if (char === 'f') return this.#word('false', false);
    if (char === 'n') return this.#word('null', null);
    throw this.#unexpected('looking for beginning of value');
  }

  #open(char: string): Json | undefined {
    if (this.#levels.length >= MAX_DEPTH) throw this.#unexpected('exceeded max depth');
    this.#at += 1;
    this.#space();
    const level: Level = { object: char === '{' ? {} : null, list: [], key: '', written: null };
    if (this.#text[this.#at] === (char === '{' ? '}' : ']')) {
      this.#at += 1;
      return level.object ?? level.list;
    }
    this.#levels.push(level);
    if (level.object !== null) this.#key(level);
    return undefined;
  }

  /** Puts a value into the collection around it; gives that one when it is complete. */
  #finish(value: Json): Json | undefined {
    const level = this.#levels.at(-1);
    if (level === undefined) return value;
    if (level.object === null) level.list.push(value);
    else {
      const tells = !isIndex(level.key) && !Object.hasOwn(level.object, level.key);
      if (!tells) level.written ??= Object.entries(level.object);
      level.written?.push([level.key, value]);
      setProperty(level.object, level.key, value);
      if (this.#levels.length === 1 && isHead(level.key)) this.#members.push([level.key, value]);
    }
    this.#space();
    const context = level.object === null ? 'after array element' : 'after object key:value pair';
    const char = this.#peek();
    if (char === ',') {
      this.#at += 1;
      if (level.object !== null) this.#key(level);
      return undefined;
    }
    if (char !== (level.object === null ? ']' : '}')) throw this.#unexpected(context);
    this.#at += 1;
    this.#levels.pop();
    if (level.object !== null && level.written !== null) noteMembers(level.object, level.written);
    return level.object ?? level.list;
  }

  #key(level: Level): void {
    this.#space();
    if (this.#peek() !== '"') throw this.#unexpected('looking for beginning of object key string');
    level.key = this.#string();
    if (Object.hasOwn(level.object ?? {}, level.key) && this.#duplicates.size < MAX_DUPLICATES)
      this.#duplicates.add(`duplicate field ${quote(this.#path())}`);
    this.#space();
    if (this.#peek() !== ':') throw this.#unexpected('after object key');
    this.#at += 1;
  }

  #path(): string {
    return this.#levels.reduce((path, { object, list, key }) => {
      if (object === null) return `${path}[${list.length}]`;
      return path === '' ? key : `${path}.${key}`;
    }, '');
  }

  #string(): string {
    const start = this.#at + 1;
    let plain = true;
    for (this.#at = start; ; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code)) throw new JsonSyntaxError('unexpected end of JSON input');
      if (code === 0x22) break;
      if (code === 0x5c) {
        plain = false;
        this.#escape();
      } else if (code < 0x20) throw this.#unexpected('in string literal');
      else if (code >= 0x80) plain = false;
    }
    const end = this.#at;
    this.#at += 1;
    return plain ? this.#text.slice(start, end) : unescaped(this.#decoded(start, end));
  }

  /** Checks what is behind a backslash. */
  #escape(): void {
    this.#at += 1;
    const char = this.#peek('in string escape code');
    if (!'bfnrt\\/"u'.includes(char)) throw this.#unexpected('in string escape code');
    if (char !== 'u') return;
    for (let digit = 0; digit < 4; digit += 1) {
      this.#at += 1;
      const context = String.raw`in \u hexadecimal character escape`;
      if (!/[0-9a-fA-F]/.test(this.#peek(context))) throw this.#unexpected(context);
    }
  }

  #decoded(start: number, end: number): string {
    if (this.#valid) return this.#bytes.toString('utf8', start, end);
    return utf8Text(this.#bytes.subarray(start, end));
  }

  #number(): number | ExactNumber {
    const start = this.#at;
    if (this.#text[this.#at] === '-') this.#at += 1;
    if (this.#text[this.#at] === '0') this.#at += 1;
    else this.#digits('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      this.#digits('after decimal point in numeric literal');
    }
    if (this.#text[this.#at] === 'e' || this.#text[this.#at] === 'E') {
      this.#at += 1;
      if (this.#text[this.#at] === '+' || this.#text[this.#at] === '-') this.#at += 1;
      this.#digits('in exponent of numeric literal');
    }
    const text = this.#text.slice(start, this.#at);
    const number = readNumber(text);
    if (typeof number === 'number' && !Number.isFinite(number)) {
      this.#outOfRange ??= `json: cannot unmarshal number ${text} into Go value of type float64`;
      return 0;
    }
    return number;
  }

  #digits(context: string): void {
    if (!isDigit(this.#peek(context))) throw this.#unexpected(context);
    while (isDigit(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #word<T extends Json>(word: string, value: T): T {
    for (const expected of word) {
      const context = `in literal ${word} (expecting '${expected}')`;
      if (this.#peek(context) !== expected) throw this.#unexpected(context);
      this.#at += 1;
    }
    return value;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  /**
   * The character at hand. At the end of the text Go goes on with a blank, of which it complains where none can be.
   * @param context where a blank cannot be
   * @throws JsonSyntaxError at the end
   */
  #peek(context?: string): string {
    const char = this.#text[this.#at];
    if (char !== undefined) return char;
    const problem = context === undefined ? 'unexpected end of JSON input' : `invalid character ' ' ${context}`;
    throw new JsonSyntaxError(problem);
  }

  #unexpected(context: string): JsonSyntaxError {
    return new JsonSyntaxError(`invalid character ${shownCharacter(this.#text[this.#at] ?? '')} ${context}`);
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** A byte in single quotes, as Go's scanner shows it. */
function shownCharacter(char: string): string {
  if (char === "'") return String.raw`'\''`;
  if (char === '"') return `'"'`;
  return `'${quote(char).slice(1, -1)}'`;
}

const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The text that the escapes stand for; half of a surrogate pair becomes U+FFFD. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  const whole = text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_escape, hex: string | undefined, char: string) =>
    hex === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return whole.toWellFormed();
}
