import { validateHeaderName } from 'node:http';
import type { GeneratorRequest } from '../../contract/console.ts';
import { HttpProblem } from '../http.ts';

/** RFC 9110 token. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}$/;
const MOST_HEADERS = 64;
/** Headers that the client sets itself, or that would change how the request is framed. */
const RESERVED = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'expect',
  'te',
  'trailer',
]);

/** Reads what a run should do. @throws HttpProblem 422 that names the field */
export function readGeneratorRequest(value: unknown): GeneratorRequest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpProblem(400, 'BadRequest', 'the body must be a JSON object');
  }
  const input = value as Record<string, unknown>;
  const request: GeneratorRequest = {
    protocol: protocolOf(input.protocol),
    method: text(input, 'method', 'GET'),
    listener: text(input, 'listener'),
    host: text(input, 'host'),
    path: text(input, 'path'),
    headers: headers(input.headers),
    rate: number(input, 'rate', 1, 1000),
    concurrency: integer(input, 'concurrency', 1, 256),
    duration: number(input, 'duration', 1, 600),
    seed: input.seed === undefined ? 1 : integer(input, 'seed', 0, 0xffffffff),
  };
  if (input.count !== undefined && input.count !== null) request.count = integer(input, 'count', 1, 600_000);
  if (!TOKEN.test(request.method) || request.method === 'CONNECT')
    refuse('method', 'must be an HTTP method such as GET');
  if (!/^[\x21-\x7e]+$/.test(request.host)) refuse('host', 'must be a host name');
  if (!/^\/[^\s#]*(\{\{[^{}]*\}\}[^\s#]*)*$/.test(request.path)) refuse('path', 'must begin with / and hold no spaces');
  if (request.protocol === 'grpc') refuseTyped(request.headers);
  return request;
}

/** Calls have their own content type. */
function refuseTyped(headers: GeneratorRequest['headers']): void {
  const index = headers.findIndex(({ name }) => name.toLowerCase() === 'content-type');
  if (index >= 0) refuse(`headers[${index}].name`, '"content-type" of calls is set by the client itself');
}

function protocolOf(value: unknown): 'http' | 'grpc' {
  if (value === undefined || value === 'http' || value === 'grpc') return value ?? 'http';
  return refuse('protocol', 'must be http or grpc');
}

function refuse(field: string, message: string): never {
  throw new HttpProblem(422, 'Invalid', `${field}: ${message}`);
}

function text(input: Record<string, unknown>, field: string, fallback?: string): string {
  const value = input[field] ?? fallback;
  if (typeof value !== 'string' || value === '' || value.length > 4096)
    refuse(field, 'must be a text of 1 to 4096 characters');
  return value;
}

function number(input: Record<string, unknown>, field: string, least: number, most: number): number {
  const value = input[field];
  if (typeof value !== 'number' || !(value >= least && value <= most))
    refuse(field, `must be a number from ${least} to ${most}`);
  return value;
}

function integer(input: Record<string, unknown>, field: string, least: number, most: number): number {
  const value = number(input, field, least, most);
  if (!Number.isInteger(value)) refuse(field, 'must be a whole number');
  return value;
}

function headers(value: unknown): GeneratorRequest['headers'] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MOST_HEADERS)
    refuse('headers', `must be a list of at most ${MOST_HEADERS}`);
  return value.map((entry: unknown, index) => {
    const field = `headers[${index}]`;
    if (typeof entry !== 'object' || entry === null) refuse(field, 'must have name and value');
    const { name, value: content } = entry as Record<string, unknown>;
    if (typeof name !== 'string' || typeof content !== 'string') refuse(field, 'must have name and value');
    try {
      validateHeaderName(name);
    } catch {
      refuse(`${field}.name`, `"${name}" is not a header name`);
    }
    if (RESERVED.has(name.toLowerCase())) refuse(`${field}.name`, `"${name}" is set by the client itself`);
    if (!/^[\t\x20-\x7e]*$/.test(content)) refuse(`${field}.value`, 'must be printable ASCII');
    return { name, value: content };
  });
}
