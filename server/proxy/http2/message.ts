import { NAME, VALUE } from '../codec/tables.ts';
import type { FieldList } from './streams.ts';

/*
 * What makes a list of fields a message. Source: RFC 9113 section 8.
 */

/** What a head says about its body. `length` -1: nothing. */
export interface HeadFacts {
  length: number;
  /** Of an answer. */
  status: number;
}

/** The head is malformed. */
export const MALFORMED: HeadFacts = { length: -2, status: 0 };

const METHOD = 1;
const SCHEME = 2;
const PATH = 4;
const AUTHORITY = 8;
const HOST = 16;

/** Checks the head of a request. Source: RFC 9113 sections 8.2 and 8.3.1. */
export function checkRequest(fields: FieldList): HeadFacts {
  let seen = 0;
  let length = -1;
  let method = '';
  let path = '';
  let regular = false;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    const value = fields[i + 1]!;
    if (name.charCodeAt(0) === COLON) {
      const bit = pseudoBit(name);
      if (regular || bit === 0 || (seen & bit) !== 0 || !isValue(value)) return MALFORMED;
      if (value === '' || (bit === AUTHORITY && !AUTHORITY_TEXT.test(value))) return MALFORMED;
      if (bit === METHOD) method = value;
      else if (bit === PATH) path = value;
      seen |= bit;
      continue;
    }
    regular = true;
    if (!isField(name, value)) return MALFORMED;
    if (name === 'content-length') {
      length = lengthOf(value, length);
      if (length < -1) return MALFORMED;
    } else if (name === 'host') seen |= HOST;
    else if (name === 'te' ? value.toLowerCase() !== 'trailers' : FORBIDDEN.has(name)) return MALFORMED;
  }
  const needed = method === 'CONNECT' ? METHOD | AUTHORITY : METHOD | SCHEME | PATH;
  if ((seen & needed) !== needed || (seen & (AUTHORITY | HOST)) === 0) return MALFORMED;
  if (method === 'CONNECT' ? (seen & (SCHEME | PATH)) !== 0 : !isPath(path, method)) return MALFORMED;
  return length < 0 ? UNKNOWN_LENGTH : { length, status: 0 };
}

/** Whether a path begins as one and has no space in it; others look at the rest. */
function isPath(path: string, method: string): boolean {
  return path.charCodeAt(0) === SLASH
    ? !path.includes(' ') && !path.includes('\t')
    : path === '*' && method === 'OPTIONS';
}

function pseudoBit(name: string): number {
  switch (name) {
    case ':method':
      return METHOD;
    case ':scheme':
      return SCHEME;
    case ':path':
      return PATH;
    case ':authority':
      return AUTHORITY;
    default:
      return 0;
  }
}

/**
 * Checks the head of an answer. Source: RFC 9113 sections 8.2 and 8.3.2.
 * @param isHead of a request with the method HEAD: the length is not that of a body
 */
export function checkAnswer(fields: FieldList, isHead: boolean): HeadFacts {
  if (fields[0] !== ':status' || !STATUS.test(fields[1]!)) return MALFORMED;
  const status = Number(fields[1]);
  let length = -1;
  for (let i = 2; i < fields.length; i += 2) {
    const name = fields[i]!;
    if (!isField(name, fields[i + 1]!) || FORBIDDEN.has(name)) return MALFORMED;
    if (name !== 'content-length') continue;
    length = lengthOf(fields[i + 1]!, length);
    if (length < -1) return MALFORMED;
  }
  // HTTP/2 has no switch to another protocol
  if (status === 101) return MALFORMED;
  if (isHead || status === 204 || status === 304) length = 0;
  return { length, status };
}

/** Checks fields that come behind a body. */
export function checkTrailers(fields: FieldList): boolean {
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    if (!isField(name, fields[i + 1]!) || FORBIDDEN.has(name)) return false;
  }
  return true;
}

const COLON = 58;
const SLASH = 47;
/** Characters of a host with its port, or of an IP literal. Source: RFC 3986 section 3.2. */
const AUTHORITY_TEXT = /^[-A-Za-z0-9!$%&'()*+,.:;=@[\]_~]+$/;
const STATUS = /^[1-9]\d\d$/;
const UNKNOWN_LENGTH: HeadFacts = { length: -1, status: 0 };

/** Fields of one connection of HTTP/1.1. Source: RFC 9113 section 8.2.2. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** Whether a field is one: a token in lower case, and a value without control characters or space around it. */
function isField(name: string, value: string): boolean {
  if (name === '') return false;
  for (let i = 0; i < name.length; i++) {
    const character = name.charCodeAt(i);
    if (NAME[character] !== character || character === 0) return false;
  }
  return isValue(value);
}

function isValue(value: string): boolean {
  const last = value.length - 1;
  if (last < 0) return true;
  if (value.charCodeAt(0) <= 32 || value.charCodeAt(last) <= 32) return false;
  for (let i = 0; i <= last; i++) if (VALUE[value.charCodeAt(i)] !== 1) return false;
  return true;
}

/** A length that is told, -2 when it is none or not the one told before. */
function lengthOf(value: string, before: number): number {
  const length = /^\d{1,15}$/.test(value) ? Number(value) : -2;
  return before >= 0 && before !== length ? -2 : length;
}
