import type { ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import type { Status } from '../../model/status.ts';

/** Answers with JSON, or with YAML where that was asked for. */
export function send(
  response: ServerResponse,
  code: number,
  value: unknown,
  options: { format?: 'json' | 'yaml'; type?: string; headers?: Record<string, string> } = {},
): void {
  const yaml = options.format === 'yaml';
  const body = Buffer.from(
    yaml ? stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 }) : `${JSON.stringify(value)}\n`,
  );
  response.writeHead(code, {
    'content-type': options.type ?? (yaml ? 'application/yaml' : 'application/json'),
    'content-length': body.length,
    'cache-control': 'no-cache, private',
    ...options.headers,
  });
  response.end(body);
}

/** Answers with text. */
export function sendText(
  response: ServerResponse,
  code: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  const body = Buffer.from(text);
  response.writeHead(code, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-cache, private',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

/** Answers with a Status. */
export function sendStatus(response: ServerResponse, status: Status, headers: Record<string, string> = {}): void {
  send(response, status.code, status, { headers });
}

const MAX_WARNINGS_LENGTH = 4096;
const MAX_WARNING_LENGTH = 256;

/** Who warns: `-` of what a cluster warns of too, the product of what it does not act on. Source: RFC 7234 section 5.5, warn-agent. */
export type WarnAgent = '-' | 'switchyard';

/** Sets a `Warning: 299 - "..."` header for each text. Long ones are cut when they would be too many bytes in all. */
export function addWarnings(response: ServerResponse, warnings: readonly string[], agent: WarnAgent = '-'): void {
  const unique = [...new Set(warnings)];
  const long = unique.reduce((sum, text) => sum + text.length, 0) > MAX_WARNINGS_LENGTH;
  let length = 0;
  for (const warning of unique) {
    const text = long ? warning.slice(0, MAX_WARNING_LENGTH) : warning;
    length += text.length;
    if (length > MAX_WARNINGS_LENGTH) return;
    // oxlint-disable-next-line no-control-regex -- they would end the header
    const quoted = text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/["\\]/g, '\\$&');
    response.appendHeader('warning', `299 ${agent} "${Buffer.from(quoted).toString('latin1')}"`);
  }
}
