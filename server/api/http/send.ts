import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';
import { stringify } from 'yaml';
import { ExactNumber } from '../../model/schema/exact-number.ts';
import type { Status } from '../../model/status.ts';
import { type Form, isPretty, negotiate } from './accept.ts';

/** Longer answers are compressed for clients that take that, in bytes; as the API server's. */
export const COMPRESSED_FROM = 128 << 10;
/** The fastest level: what counts is that an answer is there soon. */
export const COMPRESSION = { level: 1 };

export interface SendOptions extends Partial<Form> {
  /** Content type, where it is not that of the format. */
  type?: string;
  headers?: Record<string, string>;
}

/** Answers with JSON, or with YAML where that was asked for. */
export function send(response: ServerResponse, code: number, value: unknown, options: SendOptions = {}): void {
  const yaml = options.format === 'yaml';
  const pretty = options.pretty ?? isPretty(response.req);
  const text = yaml
    ? stringify(value, inYaml, {
        aliasDuplicateObjects: false,
        lineWidth: 0,
        sortMapEntries: true,
        indentSeq: false,
      })
    : pretty
      ? JSON.stringify(value, null, 2)
      : `${JSON.stringify(value)}\n`;
  sendBytes(response, code, text, {
    'content-type': options.type ?? (yaml ? 'application/yaml' : 'application/json'),
    ...options.headers,
  });
}

/** Numbers of 64 bits in whole, which JSON has its own way to write. */
function inYaml(this: Record<string, unknown>, key: string, written: unknown): unknown {
  const value = this[key];
  return value instanceof ExactNumber ? (value.integer ?? value.value) : written;
}

/** Answers with content of any type, compressed where it is long and the client takes that. */
export function sendBytes(
  response: ServerResponse,
  code: number,
  content: string | Buffer,
  headers: OutgoingHttpHeaders,
  compress = true,
): void {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  const all = { 'cache-control': 'no-cache, private', ...headers };
  if (!compress || body.length <= COMPRESSED_FROM || !takesGzip(response)) {
    response.writeHead(code, { ...all, 'content-length': body.length });
    response.end(body);
    return;
  }
  const vary = [...new Set([headers.vary ?? [], 'Accept-Encoding'].flat().join(', ').split(', '))].join(', ');
  gzip(body, COMPRESSION, (error, bytes) => {
    if (error !== null) return void response.destroy(error);
    response.writeHead(code, { ...all, vary, 'content-encoding': 'gzip', 'content-length': bytes.length });
    response.end(bytes);
  });
}

/** True when the client of an answer takes gzip. */
export function takesGzip({ req }: ServerResponse): boolean {
  const encodings = (req.headers['accept-encoding'] ?? '').split(',');
  return encodings.some((encoding) => encoding.trim() === 'gzip');
}

/** Answers with text. */
export function sendText(
  response: ServerResponse,
  code: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  sendBytes(response, code, text, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
}

/** Answers with a Status, in the format that the client wants. */
export function sendStatus(response: ServerResponse, status: Status, headers: Record<string, string> = {}): void {
  const agreed = negotiate(response.req, (conversion) => conversion === null);
  const { retryAfterSeconds } = status.details ?? {};
  send(response, status.code, status, {
    format: agreed?.format,
    // who takes none of our types gets what people can read
    pretty: agreed?.pretty ?? true,
    headers: { ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }), ...headers },
  });
}
