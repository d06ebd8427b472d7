/**
 * Why a text is no JSON, in the words of Go's encoding/json, which API servers answer with. Undefined where it is JSON.
 * @param text decoded as latin1 or UTF-8; offsets do not matter
 */
export function jsonSyntaxError(text: string): string | undefined {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return undefined;
  } catch (error) {
    if (error instanceof Syntax) return error.message;
    throw error;
  }
}

class Syntax extends Error {}

const LITERALS: Record<string, string> = { t: 'true', f: 'false', n: 'null' };

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    const open: ('{' | '[')[] = [];
    do {
      this.#spaces();
      // what comes now is a value, or the end of a list or object that is empty
      const first = this.#peek();
      if (first === '{' || first === '[') {
        this.#at += 1;
        this.#spaces();
        if (this.#text[this.#at] !== (first === '{' ? '}' : ']')) {
          open.push(first);
          if (first === '{') this.#key();
          continue;
        }
        this.#at += 1;
      } else this.#scalar(first);
      this.#closings(open);
    } while (open.length > 0);
    this.#spaces();
    if (this.#at < this.#text.length) this.#fail('after top-level value');
  }

  /** What follows a value: commas and closing brackets, up to where the next value begins. */
  #closings(open: ('{' | '[')[]): void {
    while (open.length > 0) {
      const object = open.at(-1) === '{';
      this.#spaces();
      const where = object ? 'after object key:value pair' : 'after array element';
      const letter = this.#peek();
      this.#at += 1;
      if (letter === ',') {
        if (object) this.#key();
        return;
      }
      if (letter !== (object ? '}' : ']')) {
        this.#at -= 1;
        this.#fail(where);
      }
      open.pop();
    }
  }

  #key(): void {
    this.#spaces();
    if (this.#peek() !== '"') this.#fail('looking for beginning of object key string');
    this.#string();
    this.#spaces();
    if (this.#peek() !== ':') this.#fail('after object key');
    this.#at += 1;
  }

  #scalar(first: string): void {
    const literal = Object.hasOwn(LITERALS, first) ? LITERALS[first] : undefined;
    if (first === '"') this.#string();
    else if (literal !== undefined) this.#literal(literal);
    else if (first === '-' || (first >= '0' && first <= '9')) this.#number();
    else this.#fail('looking for beginning of value');
  }

  #literal(word: string): void {
    for (const letter of word) {
      const where = `in literal ${word} (expecting '${letter}')`;
      if (this.#peek() !== letter) this.#fail(where);
      this.#at += 1;
    }
  }

  #string(): void {
    this.#at += 1;
    for (;;) {
      const letter = this.#peek();
      if (letter < ' ') this.#fail('in string literal');
      this.#at += 1;
      if (letter === '"') return;
      if (letter !== '\\') continue;
      const escape = this.#peek();
      if (!'"\\/bfnrtu'.includes(escape)) this.#fail('in string escape code');
      this.#at += 1;
      const digits = escape === 'u' ? 4 : 0;
      for (let digit = 0; digit < digits; digit += 1) {
        const where = 'in \\u hexadecimal character escape';
        if (!/[0-9a-fA-F]/.test(this.#peek())) this.#fail(where);
        this.#at += 1;
      }
    }
  }

  #number(): void {
    if (this.#text[this.#at] === '-') this.#at += 1;
    if (this.#text[this.#at] === '0') this.#at += 1;
    else this.#digits('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      this.#digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.#text[this.#at] ?? '')) {
      this.#at += 1;
      if (/[+-]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      this.#digits('in exponent of numeric literal');
    }
  }

  #digits(where: string): void {
    const start = this.#at;
    while (/[0-9]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    if (this.#at > start) return;
    this.#peek();
    this.#fail(where);
  }

  #spaces(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  /** The next letter. @throws Syntax at the end */
  #peek(): string {
    const letter = this.#text[this.#at];
    if (letter === undefined) throw new Syntax('unexpected end of JSON input');
    return letter;
  }

  #fail(where: string): never {
    throw new Syntax(`invalid character ${quoted(this.#text[this.#at] ?? '')} ${where}`);
  }
}

function quoted(letter: string): string {
  if (letter === "'") return `'\\''`;
  if (letter === '"') return `'"'`;
  const code = letter.charCodeAt(0);
  if (code < 0x20 || code === 0x7f) {
    const short: Record<string, string> = {
      '\n': '\\n',
      '\r': '\\r',
      '\t': '\\t',
      '\b': '\\b',
      '\f': '\\f',
      '\v': '\\v',
    };
    return `'${short[letter] ?? `\\x${code.toString(16).padStart(2, '0')}`}'`;
  }
  return `'${letter === '\\' ? '\\\\' : letter}'`;
}

/** Name of the JSON type of a value, as Go's errors have it. */
export function jsonTypeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
