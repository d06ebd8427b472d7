import { request as httpRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { parse as parseYaml } from 'yaml';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';
import { Comparison, type Difference, isTold } from './compare.ts';
import { Mapping } from './mapping.ts';
import {
  bodyFrom,
  bodyOf,
  bytesOf,
  type Entry,
  type Exchange,
  type RecordedAnswer,
  type StreamEnd,
} from './recording.ts';
import { reduceBody, reduceEvent } from './reduce.ts';
import { textOf } from '../http/text.ts';

/** A difference, and the exchange in which it was found. */
export interface Found extends Difference {
  /** Position in the recording. */
  index: number;
  exchange: Exchange;
  /** What the client had been asked to do. */
  note: string;
}

/** Longest wait for an event that was recorded, in milliseconds. */
const PATIENCE_MS = 5_000;

/** Asks a server everything that a recording asked, and says where its answers differ. @param url of a server without objects */
export async function replay(entries: readonly Entry[], url: string): Promise<Found[]> {
  const mapping = new Mapping();
  const found: Found[] = [];
  const streams = new Map<number, { stream: Stream; exchange: Exchange; index: number }>();
  let note = '';
  const tell = (comparison: Comparison, exchange: Exchange, index: number): void => {
    found.push(...comparison.differences.map((difference) => ({ ...difference, index, exchange, note })));
  };
  for (const [index, entry] of entries.entries()) {
    if ('note' in entry) note = entry.note;
    else if ('end' in entry) {
      const open = streams.get(entry.end);
      if (open === undefined) continue;
      streams.delete(entry.end);
      const comparison = new Comparison(mapping);
      comparison.events(entry.events, await open.stream.finish(entry));
      tell(comparison, open.exchange, open.index);
    } else {
      const comparison = new Comparison(mapping);
      const { answer, stream } = await ask(url, entry, mapping);
      compareAnswers(comparison, entry, answer, bodyOf(entries, entry));
      if (entry.stream !== undefined && stream !== undefined)
        streams.set(entry.stream, { stream, exchange: entry, index });
      else stream?.close();
      tell(comparison, entry, index);
    }
  }
  for (const { stream } of streams.values()) stream.close();
  return found;
}

function compareAnswers(
  comparison: Comparison,
  exchange: Exchange,
  ours: RecordedAnswer,
  body: RecordedAnswer['body'],
): void {
  if (exchange.answer === undefined) return comparison.compare(404, ours.code, 'code');
  const { code, headers } = exchange.answer;
  if (code !== ours.code) {
    const said = (shown: RecordedAnswer['body']): Json =>
      shown !== undefined && 'json' in shown && isObject(shown.json)
        ? (shown.json.message ?? shown.json.kind ?? null)
        : (shown ?? null);
    return comparison.compare(
      `${code} ${JSON.stringify(said(body))}`,
      `${ours.code} ${JSON.stringify(said(ours.body))}`,
      'code',
    );
  }
  for (const name of new Set([...Object.keys(headers), ...Object.keys(ours.headers)])) {
    if (name === 'warning') {
      const expected = [headers.warning ?? []].flat().toSorted();
      comparison.compare(expected, ownWarnings(ours), 'headers.warning', 'warning');
    } else if (['etag', 'last-modified', 'expires'].includes(name))
      comparison.compare(
        headers[name] === undefined ? 'absent' : 'there',
        ours.headers[name] === undefined ? 'absent' : 'there',
        `headers.${name}`,
      );
    else comparison.compare(headers[name], ours.headers[name], `headers.${name}`);
  }
  if (headers.etag !== undefined && ours.headers.etag !== undefined)
    comparison.entityTags(textOf(headers.etag), textOf(ours.headers.etag));
  if (headers['last-modified'] !== undefined && ours.headers['last-modified'] !== undefined)
    comparison.entityTags(textOf(headers['last-modified']), textOf(ours.headers['last-modified']));
  if (exchange.stream !== undefined) return;
  const type = ours.headers['content-type'];
  if (type === 'application/yaml' && ours.body !== undefined && 'text' in ours.body)
    ours.body = { json: parseYaml(ours.body.text) as Json, yaml: true };
  // an answer in protobuf says the same, but cannot be read here
  if (body !== undefined && 'base64' in body) return;
  if (body !== undefined && 'json' in body && ours.body !== undefined && 'json' in ours.body) {
    comparison.compare(body.json, reduceBody(exchange.path, ours.body.json), 'body');
    comparison.compare(body.pretty ?? false, ours.body.pretty ?? false, 'pretty');
  } else comparison.compare(body, ours.body, 'body');
}

/** Warnings without those that tell what the bundled proxy does not act on, which a cluster has no reason to give. */
function ownWarnings({ headers }: RecordedAnswer): string[] {
  const all = [headers.warning ?? []].flat();
  return all.filter((warning) => !warning.startsWith('299 switchyard ')).toSorted();
}

/** Events of a watch that is open. */
class Stream {
  readonly #events: Json[] = [];
  #text = '';
  #ended = false;
  #wake: () => void = () => {};
  readonly #close: () => void;

  constructor(close: () => void) {
    this.#close = close;
  }

  read(chunk: string): void {
    const lines = (this.#text + chunk).split('\n');
    this.#text = lines.pop() ?? '';
    this.#events.push(...lines.map((line) => JSON.parse(line) as Json));
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Waits for as many events as were recorded, and for the end where the server made it. */
  async finish({ events, by }: StreamEnd): Promise<Json[]> {
    const expected = events.filter(isTold).length;
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const left = until - Date.now();
      if (this.#ended || left <= 0 || (by === 'client' && this.#events.filter(isTold).length >= expected)) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#close();
    const told = this.#events.map(reduceEvent);
    return by === 'server' && !this.#ended ? [...told, 'the watch goes on'] : told;
  }

  close(): void {
    this.#close();
  }
}

function ask(url: string, exchange: Exchange, mapping: Mapping): Promise<{ answer: RecordedAnswer; stream?: Stream }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const body = exchange.body === undefined ? undefined : bytesOf(mapping.body(exchange.body));
    const headers = {
      ...mapping.headers(exchange.headers),
      ...(body === undefined ? {} : { 'content-length': body.length }),
    };
    const call = httpRequest({ hostname, port, method: exchange.method, path: mapping.path(exchange.path), headers });
    call.on('error', reject);
    call.on('response', (response) => {
      const answer: RecordedAnswer = { code: response.statusCode ?? 0, headers: {} };
      for (const name of COMPARED) {
        const value = response.headers[name];
        if (value !== undefined) answer.headers[name] = value;
      }
      const warnings = response.rawHeaders.filter(
        (_, index) => response.rawHeaders[index - 1]?.toLowerCase() === 'warning',
      );
      if (warnings.length > 0) answer.headers.warning = warnings;
      if (exchange.stream !== undefined && answer.code === 200) {
        const stream = new Stream(() => call.destroy());
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => stream.read(chunk));
        response.on('close', () => stream.end());
        return resolve({ answer, stream });
      }
      const chunks: Buffer[] = [];
      const timer = setTimeout(() => {
        call.destroy();
        resolve({ answer: { ...answer, code: 0, body: { text: 'the answer does not end' } } });
      }, PATIENCE_MS);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        clearTimeout(timer);
        const bytes = Buffer.concat(chunks);
        const whole = bodyFrom(
          answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes,
          exchange.path.startsWith('/openapi/'),
        );
        resolve({ answer: whole === undefined ? answer : { ...answer, body: whole } });
      });
      response.on('error', reject);
    });
    call.end(body);
  });
}

const COMPARED = [
  'allow',
  'cache-control',
  'content-encoding',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'location',
  'retry-after',
  'vary',
  'x-content-type-options',
];
