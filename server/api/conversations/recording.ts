import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Json } from '../../model/schema/types.ts';

/** A body: a JSON value where the text is just that value (pretty with line breaks, yaml where it came as YAML), else the text, else the bytes. */
export type Body = { json: Json; pretty?: true; yaml?: true } | { text: string } | { base64: string };

/** Headers that matter, with lower-case names; several values of one name are a list. */
export type RecordedHeaders = Record<string, string | string[]>;

/** What the server said. */
export interface RecordedAnswer {
  code: number;
  headers: RecordedHeaders;
  body?: Body;
}

/** A request and its answer. */
export interface Exchange {
  method: string;
  /** Path and query as they were sent. */
  path: string;
  headers: Record<string, string>;
  body?: Body;
  /** Where the answer is the body of an earlier exchange once more: its number. */
  sameBodyAs?: number;
  /** Without it the request was about a kind that is not served here. */
  answer?: RecordedAnswer;
  /** Number of the watch whose events follow in a `StreamEnd`. */
  stream?: number;
}

/** The end of a watch, at the place among the exchanges where it ended. */
export interface StreamEnd {
  end: number;
  by: 'server' | 'client';
  events: Json[];
}

/** What the client was asked to do. */
interface Note {
  note: string;
}

/** One line of a recording. */
export type Entry = Exchange | StreamEnd | Note;

/** Reads a recording: JSON Lines, compressed where its name ends in .gz. */
export function readRecording(file: string): Entry[] {
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Entry);
}

/** The body of an exchange, wherever it is kept. */
export function bodyOf(entries: readonly Entry[], exchange: Exchange): Body | undefined {
  if (exchange.sameBodyAs === undefined) return exchange.answer?.body;
  const first = entries[exchange.sameBodyAs];
  return first !== undefined && 'method' in first ? first.answer?.body : undefined;
}

/** Bytes as a body. @param anyJson takes JSON as such even where JSON.parse loses how a number was written */
export function bodyFrom(bytes: Buffer, anyJson = false): Body | undefined {
  if (bytes.length === 0) return undefined;
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return { base64: bytes.toString('base64') };
  try {
    const json = JSON.parse(text) as Json;
    // white space may go, but not what JSON.parse would lose: keys that stand twice, 80.0
    if (anyJson || packed(JSON.stringify(json)) === packed(text))
      return { json, ...(text.startsWith('{\n ') ? { pretty: true } : {}) };
  } catch {
    // no JSON
  }
  return { text };
}

/** Without white space, and without the escapes that Go writes for HTML. */
function packed(text: string): string {
  return text
    .replace(/\\u003c/g, '<')
    .replace(/\\u003e/g, '>')
    .replace(/\\u0026/g, '&')
    .replace(/\s/g, '');
}

/** A body as bytes. */
export function bytesOf(body: Body): Buffer {
  if ('base64' in body) return Buffer.from(body.base64, 'base64');
  return Buffer.from('text' in body ? body.text : JSON.stringify(body.json));
}
