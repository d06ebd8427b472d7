import { Characters } from './characters.ts';
import { scanAnchor, scanDirective, scanTag } from './directives.ts';
import { type Mark, scannerError } from './error.ts';
import { scanBlockScalar, scanPlain, scanQuoted } from './scalars.ts';
import type { PlainTokenType, Token } from './tokens.ts';

/** Deepest nesting, of both styles. */
const MAX_DEPTH = 10_000;

/** A key stands on one line and is no longer than this. */
const LONGEST_KEY = 1024;

/** A place where a key may have begun. */
interface SimpleKey {
  possible: boolean;
  /** Only a key can stand there. */
  required: boolean;
  /** Number of the token that it begins with. */
  token: number;
  mark: Mark;
}

/** Cuts YAML into tokens. Source: libyaml's scanner, in its Go translation. */
export class Scanner {
  readonly #input: Characters;
  #tokens: Token[] = [];
  #head = 0;
  /** Tokens that were given away. */
  #taken = 0;
  #started = false;
  #indent = -1;
  readonly #indents: number[] = [];
  #flow = 0;
  #keyAllowed = true;
  readonly #keys: SimpleKey[] = [];
  /** Positions in `#keys` by the number of the token. */
  readonly #keyByToken = new Map<number, number>();

  constructor(bytes: Buffer) {
    this.#input = new Characters(bytes);
  }

  /** The next token. @throws YamlError */
  peek(): Token {
    while (this.#isUndecided()) this.#fetch();
    const token = this.#tokens[this.#head];
    if (token === undefined) throw new RangeError('no token behind the end');
    return token;
  }

  /** Takes the next token, which was looked at. */
  skip(): void {
    this.#head += 1;
    this.#taken += 1;
    if (this.#head < 64) return;
    this.#tokens = this.#tokens.slice(this.#head);
    this.#head = 0;
  }

  /** Whether the next token is not there yet, or may still get a key before it. */
  #isUndecided(): boolean {
    if (this.#head === this.#tokens.length) return true;
    const at = this.#keyByToken.get(this.#taken);
    const key = at === undefined ? undefined : this.#keys[at];
    return key !== undefined && this.#isValid(key);
  }

  #isValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    const { line, index } = this.#input.mark;
    if (key.mark.line === line && key.mark.index + LONGEST_KEY >= index) return true;
    if (key.required) throw this.#fail("could not find expected ':'", key.mark);
    key.possible = false;
    return false;
  }

  #fail(problem: string, context?: Mark): Error {
    return scannerError(problem, this.#input.mark, context ?? this.#input.mark);
  }

  #fetch(): void {
    const input = this.#input;
    input.need(1);
    if (!this.#started) {
      this.#started = true;
      this.#keys.push({ possible: false, required: false, token: 0, mark: input.here() });
      return this.#add('stream start', input.here());
    }
    this.#toNextToken();
    this.#unroll(input.mark.column);
    input.need(4);
    if (input.isEnd()) return this.#fetchEnd();
    if (input.mark.column === 0 && input.is('%')) {
      this.#endBlocks();
      return this.#push(scanDirective(input));
    }
    if (input.isDocumentMark()) {
      this.#endBlocks();
      return this.#indicator(input.is('-') ? 'document start' : 'document end', 3);
    }
    this.#fetchIndicator();
  }

  #fetchIndicator(): void {
    const input = this.#input;
    const blankBehind = input.isBlankOrEnd(1);
    switch (String.fromCodePoint(input.at())) {
      case '[':
        return this.#openFlow('flow sequence start');
      case '{':
        return this.#openFlow('flow mapping start');
      case ']':
        return this.#closeFlow('flow sequence end');
      case '}':
        return this.#closeFlow('flow mapping end');
      case ',':
        this.#dropKey();
        this.#keyAllowed = true;
        return this.#indicator('flow entry');
      case '-':
        return blankBehind ? this.#fetchEntry() : this.#fetchPlain();
      case '?':
        return this.#flow > 0 || blankBehind ? this.#fetchKey() : this.#fetchPlain();
      case ':':
        return this.#flow > 0 || blankBehind ? this.#fetchValue() : this.#fetchPlain();
      case '*':
        return this.#fetchProperty(() => scanAnchor(input, 'alias'));
      case '&':
        return this.#fetchProperty(() => scanAnchor(input, 'anchor'));
      case '!':
        return this.#fetchProperty(() => scanTag(input));
      case '|':
      case '>':
        return this.#flow > 0 ? this.#refuse() : this.#fetchBlockScalar();
      case "'":
        return this.#fetchProperty(() => scanQuoted(input, true));
      case '"':
        return this.#fetchProperty(() => scanQuoted(input, false));
      case '%':
      case '@':
      case '`':
      case '#':
        return this.#refuse();
      default:
        return input.isBlank() ? this.#refuse() : this.#fetchPlain();
    }
  }

  #refuse(): never {
    throw this.#fail('found character that cannot start any token');
  }

  #push(token: Token): void {
    this.#tokens.push(token);
  }

  #add(type: PlainTokenType, start: Mark, end = start, at = this.#tokens.length): void {
    this.#tokens.splice(at, 0, { type, start, end });
  }

  #indicator(type: PlainTokenType, length = 1): void {
    const start = this.#input.here();
    this.#input.skip(length);
    this.#add(type, start, this.#input.here());
  }

  #toNextToken(): void {
    const input = this.#input;
    for (;;) {
      input.need(1);
      while (input.is(' ') || ((this.#flow > 0 || !this.#keyAllowed) && input.is('\t'))) {
        input.skip();
        input.need(1);
      }
      if (input.is('#'))
        while (!input.isBreakOrEnd()) {
          input.skip();
          input.need(1);
        }
      if (!input.isBreak()) return;
      input.need(2);
      input.skipLine();
      if (this.#flow === 0) this.#keyAllowed = true;
    }
  }

  #fetchEnd(): void {
    this.#input.forceNewLine();
    this.#endBlocks();
    this.#add('stream end', this.#input.here());
  }

  #endBlocks(): void {
    this.#unroll(-1);
    this.#dropKey();
    this.#keyAllowed = false;
  }

  /** Begins a block collection where the column is beyond the indentation. @param token its number; the next one where absent */
  #roll(column: number, type: PlainTokenType, mark: Mark, token?: number): void {
    if (this.#flow > 0 || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    if (this.#indents.length > MAX_DEPTH)
      throw this.#fail(`exceeded max depth of ${MAX_DEPTH}`, this.#keys.at(-1)?.mark);
    this.#add(type, mark, mark, token === undefined ? this.#tokens.length : this.#head + token - this.#taken);
  }

  /** Ends the block collections that are indented further than the column. */
  #unroll(column: number): void {
    while (this.#flow === 0 && this.#indent > column) {
      this.#add('block end', this.#input.here());
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    const required = this.#flow === 0 && this.#indent === this.#input.mark.column;
    const token = this.#taken + this.#tokens.length - this.#head;
    this.#dropKey();
    this.#keys[this.#keys.length - 1] = { possible: true, required, token, mark: this.#input.here() };
    this.#keyByToken.set(token, this.#keys.length - 1);
  }

  #dropKey(): void {
    const key = this.#keys.at(-1);
    if (key?.possible !== true) return;
    if (key.required) throw this.#fail("could not find expected ':'", key.mark);
    key.possible = false;
    this.#keyByToken.delete(key.token);
  }

  #openFlow(type: PlainTokenType): void {
    this.#saveKey();
    const token = this.#taken + this.#tokens.length - this.#head;
    this.#keys.push({ possible: false, required: false, token, mark: this.#input.here() });
    this.#flow += 1;
    if (this.#flow > MAX_DEPTH) throw this.#fail(`exceeded max depth of ${MAX_DEPTH}`);
    this.#keyAllowed = true;
    this.#indicator(type);
  }

  #closeFlow(type: PlainTokenType): void {
    this.#dropKey();
    if (this.#flow > 0) {
      this.#flow -= 1;
      const key = this.#keys.pop();
      if (key !== undefined) this.#keyByToken.delete(key.token);
    }
    this.#keyAllowed = false;
    this.#indicator(type);
  }

  #fetchEntry(): void {
    if (this.#flow === 0) {
      if (!this.#keyAllowed) throw this.#fail('block sequence entries are not allowed in this context');
      this.#roll(this.#input.mark.column, 'block sequence start', this.#input.here());
    }
    this.#dropKey();
    this.#keyAllowed = true;
    this.#indicator('block entry');
  }

  #fetchKey(): void {
    if (this.#flow === 0) {
      if (!this.#keyAllowed) throw this.#fail('mapping keys are not allowed in this context');
      this.#roll(this.#input.mark.column, 'block mapping start', this.#input.here());
    }
    this.#dropKey();
    this.#keyAllowed = this.#flow === 0;
    this.#indicator('key');
  }

  #fetchValue(): void {
    const key = this.#keys.at(-1);
    if (key !== undefined && this.#isValid(key)) {
      this.#add('key', key.mark, key.mark, this.#head + key.token - this.#taken);
      this.#roll(key.mark.column, 'block mapping start', key.mark, key.token);
      key.possible = false;
      this.#keyByToken.delete(key.token);
      this.#keyAllowed = false;
    } else {
      if (this.#flow === 0) {
        if (!this.#keyAllowed) throw this.#fail('mapping values are not allowed in this context');
        this.#roll(this.#input.mark.column, 'block mapping start', this.#input.here());
      }
      this.#keyAllowed = this.#flow === 0;
    }
    this.#indicator('value');
  }

  /** Anchors, aliases, tags and quoted texts: any of them may begin a key, and none may follow. */
  #fetchProperty(scan: () => Token): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#push(scan());
  }

  #fetchBlockScalar(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    this.#push(scanBlockScalar(this.#input, this.#indent, this.#input.is('|')));
  }

  #fetchPlain(): void {
    this.#saveKey();
    this.#keyAllowed = false;
    const { token, broken } = scanPlain(this.#input, this.#indent, this.#flow > 0);
    this.#push(token);
    if (broken) this.#keyAllowed = true;
  }
}
