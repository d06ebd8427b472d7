import type { Characters } from './characters.ts';
import { type Mark, scannerError } from './error.ts';
import type { Token } from './tokens.ts';

type Fail = (problem: string) => Error;

/** `%YAML` or `%TAG`, with the rest of its line. @throws YamlError */
export function scanDirective(input: Characters): Token {
  const start = input.here();
  const fail: Fail = (problem) => scannerError(problem, input.mark, start);
  input.skip();
  const name = word(input);
  if (name === '') throw fail('could not find expected directive name');
  if (!input.isBlankOrEnd()) throw fail('found unexpected non-alphabetical character');
  const token =
    name === 'YAML' ? version(input, start, fail) : name === 'TAG' ? tagDirective(input, start, fail) : undefined;
  if (token === undefined) throw fail('found unknown directive name');
  input.need(1);
  skipBlanks(input);
  if (input.is('#')) while (!input.isBreakOrEnd()) next(input);
  if (!input.isBreakOrEnd()) throw fail('did not find expected comment or line break');
  if (input.isBreak()) {
    input.need(2);
    input.skipLine();
  }
  return token;
}

function next(input: Characters): void {
  input.skip();
  input.need(1);
}

function skipBlanks(input: Characters): void {
  while (input.isBlank()) next(input);
}

function word(input: Characters): string {
  let text = '';
  input.need(1);
  while (input.isWord()) {
    text += input.read();
    input.need(1);
  }
  return text;
}

const MOST_DIGITS = 2;

function version(input: Characters, start: Mark, fail: Fail): Token {
  const number = (): number => {
    let digits = '';
    input.need(1);
    for (; input.at() >= 0x30 && input.at() <= 0x39; input.need(1)) {
      if (digits.length === MOST_DIGITS) throw fail('found extremely long version number');
      digits += input.read();
    }
    if (digits === '') throw fail('did not find expected version number');
    return Number(digits);
  };
  input.need(1);
  skipBlanks(input);
  const major = number();
  if (!input.is('.')) throw fail("did not find expected digit or '.' character");
  input.skip();
  const minor = number();
  return { type: 'version directive', start, end: input.here(), major, minor };
}

function tagDirective(input: Characters, start: Mark, fail: Fail): Token {
  input.need(1);
  skipBlanks(input);
  const handle = tagHandle(input, true, fail);
  input.need(1);
  if (!input.isBlank()) throw fail('did not find expected whitespace');
  skipBlanks(input);
  const prefix = tagUri(input, '', fail);
  input.need(1);
  if (!input.isBlankOrEnd()) throw fail('did not find expected whitespace or line break');
  return { type: 'tag directive', start, end: input.here(), handle, prefix };
}

/** `!`, `!NAME!`, or the beginning of a tag that is none of both. */
function tagHandle(input: Characters, directive: boolean, fail: Fail): string {
  input.need(1);
  if (!input.is('!')) throw fail("did not find expected '!'");
  let text = input.read();
  text += word(input);
  if (input.is('!')) text += input.read();
  else if (directive && text !== '!') throw fail("did not find expected '!'");
  return text;
}

const URI = new Set(";/?:@&=+$,.!~*'()[]%");

/** The rest of a tag. @param head what was read of it, with its `!` */
function tagUri(input: Characters, head: string, fail: Fail): string {
  let text = head.slice(1);
  let found = head !== '';
  input.need(1);
  while (input.isWord() || URI.has(String.fromCodePoint(input.at()))) {
    text += input.is('%') ? uriEscapes(input, fail) : input.read();
    input.need(1);
    found = true;
  }
  if (!found) throw fail('did not find expected tag URI');
  return text;
}

/** One character as the octets of its UTF-8. */
function uriEscapes(input: Characters, fail: Fail): string {
  const octets: number[] = [];
  for (let left = 1; left > 0; left -= 1) {
    input.need(3);
    const digits = String.fromCodePoint(input.at(1), input.at(2));
    if (!input.is('%') || !/^[0-9a-fA-F]{2}$/.test(digits)) throw fail('did not find URI escaped octet');
    const octet = Number.parseInt(digits, 16);
    if (octets.length === 0) {
      left = octet < 0x80 ? 1 : octet < 0xc0 ? 0 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : octet < 0xf8 ? 4 : 0;
      if (left === 0) throw fail('found an incorrect leading UTF-8 octet');
    } else if ((octet & 0xc0) !== 0x80) throw fail('found an incorrect trailing UTF-8 octet');
    octets.push(octet);
    input.skip(3);
  }
  return Buffer.from(octets).toString();
}

/** `!TAG`, `!HANDLE!TAG` or `!<TAG>`. @throws YamlError */
export function scanTag(input: Characters): Token {
  const start = input.here();
  const fail: Fail = (problem) => scannerError(problem, input.mark, start);
  let [handle, suffix] = ['', ''];
  input.need(2);
  if (input.is('<', 1)) {
    input.skip(2);
    suffix = tagUri(input, '', fail);
    if (!input.is('>')) throw fail("did not find the expected '>'");
    input.skip();
  } else {
    handle = tagHandle(input, false, fail);
    if (handle.length > 1 && handle.endsWith('!')) suffix = tagUri(input, '', fail);
    else {
      suffix = tagUri(input, handle, fail);
      handle = '!';
      // the tag `!` alone
      if (suffix === '') [handle, suffix] = ['', '!'];
    }
  }
  input.need(1);
  if (!input.isBlankOrEnd()) throw fail('did not find expected whitespace or line break');
  return { type: 'tag', start, end: input.here(), handle, suffix };
}

/** `&NAME` or `*NAME`. @throws YamlError */
export function scanAnchor(input: Characters, type: 'alias' | 'anchor'): Token {
  const start = input.here();
  input.skip();
  const name = word(input);
  const end = input.here();
  if (name === '' || !(input.isBlankOrEnd() || '?:,]}%@`'.includes(String.fromCodePoint(input.at()))))
    throw scannerError('did not find expected alphabetic or numeric character', input.mark, start);
  return { type, start, end, name };
}
