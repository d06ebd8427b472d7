import { RequestHead } from '../request-head.ts';
import type { ResponseHead } from '../response-head.ts';

export type Head = RequestHead | ResponseHead;

/** What a parser has read: the result (offset behind the head, or below zero), and the message as plain values. */
export function seen(head: Head, result: number) {
  if (result <= 0) return { result };
  const fields = Array.from({ length: head.count }, (_, i) => [head.name(i), head.value(i), head.kind(i)] as const);
  const line =
    head instanceof RequestHead
      ? `${head.method} ${head.bytes.toString('latin1', head.targetStart, head.targetEnd)}`
      : `${head.minor} ${head.status}`;
  return { result, line, fields, framing: [head.contentLength, head.chunked, head.connectionTokens()] };
}

/** Parses a text; it lies at `start` of its buffer, and comes in pieces that end at `ends`. */
export function parse(head: Head, text: string, ends: readonly number[] = [], start = 0) {
  const bytes = Buffer.alloc(start + text.length);
  head.reset(start);
  let from = 0;
  let result = 0;
  for (const end of [...ends, text.length]) {
    bytes.write(text.slice(from, end), start + from, 'latin1');
    from = end;
    result = head.parse(bytes, start + end);
    if (result !== 0) break;
  }
  return seen(head, result > 0 ? result - start : result);
}

/** Ends of pieces of one byte each. */
export const everywhere = (text: string) => Array.from({ length: text.length }, (_, i) => i);

/** A GET with some fields, each with its line end. */
export const request = (fields: string) => `GET / HTTP/1.1\r\n${fields}\r\n`;
