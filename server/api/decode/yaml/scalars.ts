import type { Characters } from './characters.ts';
import { type Mark, scannerError } from './error.ts';
import type { Token } from './tokens.ts';

/** Text behind `|` or `>`. @param parent indentation of the collection around it, -1 at the top. @throws YamlError */
export function scanBlockScalar(input: Characters, parent: number, literal: boolean): Token {
  const start = input.here();
  const fail = (problem: string): Error => scannerError(problem, input.mark, start);
  input.skip();
  input.need(1);
  const { keep, increment } = blockHeader(input, fail);
  while (input.isBlank()) next(input);
  if (input.is('#')) while (!input.isBreakOrEnd()) next(input);
  if (!input.isBreakOrEnd()) throw fail('did not find expected comment or line break');
  if (input.isBreak()) {
    input.need(2);
    input.skipLine();
  }
  const lines = new BlockLines(input, parent, increment === 0 ? 0 : Math.max(parent, 0) + increment, fail);
  let [text, leadingBreak, leadingBlank] = ['', '', false];
  let breaks = lines.breaks();
  input.need(1);
  while (input.mark.column === lines.indent && !input.isEnd()) {
    const blank = input.isBlank();
    if (!literal && !leadingBlank && !blank && leadingBreak.startsWith('\n')) text += breaks === '' ? ' ' : '';
    else text += leadingBreak;
    text += breaks;
    leadingBlank = blank;
    while (!input.isBreakOrEnd()) {
      text += input.read();
      input.need(1);
    }
    input.need(2);
    leadingBreak = input.readLine();
    breaks = lines.breaks();
  }
  if (keep !== -1) text += leadingBreak;
  if (keep === 1) text += breaks;
  return { type: 'scalar', start, end: lines.end, text, plain: false };
}

/** `+` and `-` say what is kept of the end, a digit how far the text is indented. */
function blockHeader(input: Characters, fail: (problem: string) => Error): { keep: number; increment: number } {
  let [keep, increment] = [0, 0];
  const chomp = (): boolean => {
    if (!input.is('+') && !input.is('-')) return false;
    keep = input.is('+') ? 1 : -1;
    input.skip();
    return true;
  };
  const digit = (): void => {
    const value = input.at() - 0x30;
    if (value < 0 || value > 9) return;
    if (value === 0) throw fail('found an indentation indicator equal to 0');
    increment = value;
    input.skip();
  };
  const first = chomp();
  input.need(1);
  digit();
  input.need(1);
  if (!first && increment > 0) chomp();
  input.need(1);
  return { keep, increment };
}

/** The empty lines and the indentation between the lines of a block scalar. */
class BlockLines {
  indent: number;
  end: Mark;
  readonly #input: Characters;
  readonly #parent: number;
  readonly #fail: (problem: string) => Error;

  constructor(input: Characters, parent: number, indent: number, fail: (problem: string) => Error) {
    this.#input = input;
    this.#parent = parent;
    this.#fail = fail;
    this.indent = indent;
    this.end = input.here();
  }

  breaks(): string {
    const input = this.#input;
    this.end = input.here();
    let [found, deepest] = ['', 0];
    for (;;) {
      input.need(1);
      while (this.#isBefore() && input.is(' ')) next(input);
      deepest = Math.max(deepest, input.mark.column);
      if (this.#isBefore() && input.is('\t'))
        throw this.#fail('found a tab character where an indentation space is expected');
      if (!input.isBreak()) break;
      input.need(2);
      found += input.readLine();
      this.end = input.here();
    }
    if (this.indent === 0) this.indent = Math.max(deepest, this.#parent + 1, 1);
    return found;
  }

  #isBefore(): boolean {
    return this.indent === 0 || this.#input.mark.column < this.indent;
  }
}

function next(input: Characters): void {
  input.skip();
  input.need(1);
}

/** Joins what stands on both sides of blanks: one line break becomes a space, several lose the first. */
function joint(leadingBreak: string, breaks: string): string {
  if (!leadingBreak.startsWith('\n')) return leadingBreak + breaks;
  return breaks === '' ? ' ' : breaks;
}

const ESCAPES: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const CODE_LENGTHS: Record<string, number> = { x: 2, u: 4, U: 8 };

/** Text in quotes. @throws YamlError */
export function scanQuoted(input: Characters, single: boolean): Token {
  const start = input.here();
  const fail = (problem: string): Error => scannerError(problem, input.mark, start);
  const quote = single ? "'" : '"';
  input.skip();
  let text = '';
  for (;;) {
    input.need(4);
    if (input.isDocumentMark()) throw fail('found unexpected document indicator');
    if (input.isEnd()) throw fail('found unexpected end of stream');
    let escapedBreak = false;
    while (!input.isBlankOrEnd()) {
      if (single && input.is("'") && input.is("'", 1)) {
        text += "'";
        input.skip(2);
      } else if (input.is(quote)) break;
      else if (!single && input.is('\\') && input.isBreak(1)) {
        input.need(3);
        input.skip();
        input.skipLine();
        escapedBreak = true;
        break;
      } else text += !single && input.is('\\') ? escaped(input, fail) : input.read();
      input.need(2);
    }
    input.need(1);
    if (input.is(quote)) break;
    text += blanks(input, escapedBreak);
  }
  input.skip();
  return { type: 'scalar', start, end: input.here(), text, plain: false };
}

function escaped(input: Characters, fail: (problem: string) => Error): string {
  const char = String.fromCodePoint(input.at(1));
  const length = Object.hasOwn(CODE_LENGTHS, char) ? (CODE_LENGTHS[char] ?? 0) : 0;
  const known = Object.hasOwn(ESCAPES, char) ? ESCAPES[char] : undefined;
  if (length === 0 && known === undefined) throw fail('found unknown escape character');
  input.skip(2);
  if (known !== undefined) return known;
  input.need(length);
  let digits = '';
  for (let at = 0; at < length; at += 1) {
    const digit = String.fromCodePoint(input.at(at));
    if (!/^[0-9a-fA-F]$/.test(digit)) throw fail('did not find expected hexdecimal number');
    digits += digit;
  }
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw fail('found invalid Unicode character escape code');
  input.skip(length);
  return String.fromCodePoint(code);
}

/** What blanks between two parts of a quoted text stand for. */
function blanks(input: Characters, afterBreak: boolean): string {
  let [spaces, leadingBreak, breaks, broken] = ['', '', '', afterBreak];
  while (input.isBlank() || input.isBreak()) {
    if (input.isBlank()) {
      if (broken) input.skip();
      else spaces += input.read();
    } else {
      input.need(2);
      if (broken) breaks += input.readLine();
      else leadingBreak = input.readLine();
      broken = true;
    }
    input.need(1);
  }
  if (!broken) return spaces;
  return leadingBreak === '' ? breaks : joint(leadingBreak, breaks);
}

/** What a scanner has to know of a plain text. */
export interface PlainScalar {
  token: Token;
  /** It ended behind a line break, so that a key may follow. */
  broken: boolean;
}

/** Text without quotes. @param parent indentation of the collection around it, -1 at the top. @throws YamlError */
export function scanPlain(input: Characters, parent: number, flow: boolean): PlainScalar {
  const start = input.here();
  let end = start;
  let text = '';
  let [spaces, leadingBreak, breaks, broken] = ['', '', '', false];
  const ends = (): boolean =>
    (input.is(':') && input.isBlankOrEnd(1)) || (flow && [',', '?', '[', ']', '{', '}'].some((char) => input.is(char)));
  for (;;) {
    input.need(4);
    if (input.isDocumentMark() || input.is('#')) break;
    while (!input.isBlankOrEnd() && !ends()) {
      text += broken ? joint(leadingBreak, breaks) : spaces;
      [spaces, leadingBreak, breaks, broken] = ['', '', '', false];
      text += input.read();
      end = input.here();
      input.need(2);
    }
    if (!input.isBlank() && !input.isBreak()) break;
    input.need(1);
    while (input.isBlank() || input.isBreak()) {
      if (input.isBlank()) {
        if (broken && input.mark.column < parent + 1 && input.is('\t'))
          throw scannerError('found a tab character that violates indentation', input.mark, start);
        if (broken) input.skip();
        else spaces += input.read();
      } else {
        input.need(2);
        if (broken) breaks += input.readLine();
        else {
          spaces = '';
          leadingBreak = input.readLine();
          broken = true;
        }
      }
      input.need(1);
    }
    if (!flow && input.mark.column < parent + 1) break;
  }
  return { token: { type: 'scalar', start, end, text, plain: true }, broken };
}
