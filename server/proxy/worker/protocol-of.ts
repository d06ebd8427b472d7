// Which protocol a connection speaks, by its first bytes.
import { METHODS } from '../codec/tables.ts';

/** What tells HTTP/2 by prior knowledge. Source: RFC 9113 section 3.4. */
export const PREFACE: Buffer = Buffer.from('PRI * HTTP/2', 'latin1');

/** Whether bytes are the beginning of a connection of HTTP/2, or may become it. */
export function isPreface(bytes: Buffer, start: number, end: number): boolean {
  const length = Math.min(end - start, PREFACE.length);
  return bytes.compare(PREFACE, 0, length, start, start + length) === 0;
}

/**
 * Whether the first line names no method of HTTP and another protocol: no answer of HTTP/1.1 would be understood, and a preface that is
 * wrong is to end the connection (RFC 9113 section 3.4).
 */
export function isForeign(bytes: Buffer, start: number, end: number): boolean {
  const lineEnd = bytes.subarray(start, end).indexOf('\r\n');
  if (lineEnd < 0) return false;
  const line = bytes.toString('latin1', start, start + lineEnd);
  const [, method = ''] = /^([!-~]+) [!-~]+ [!-~]+$/.exec(line) ?? [];
  return method !== '' && !METHODS.has(method) && !/http/i.test(line);
}
