import type { Output } from '../transport/output.ts';
import {
  CONNECTION,
  CONTENT_LENGTH,
  DATE,
  KEEP_ALIVE,
  KINDS,
  PROXY_CONNECTION,
  TRANSFER_ENCODING_FIELD,
  UPGRADE,
} from './field-kind.ts';
import { KIND, LINE_END, NAME_START, STRIDE } from './record.ts';
import { httpDate } from './http-date.ts';
import type { ResponseHead } from './response-head.ts';
import { REASONS } from './tables.ts';
import { writeField } from './write-request.ts';

/** What the head that goes to the client says other than the backend's. */
export interface ResponseRewrite {
  /** Says `transfer-encoding: chunked`. */
  chunked: boolean;
  dropLength: boolean;
  /** Says `connection: close`. */
  close: boolean;
  /** Protocol that was switched to, null without. */
  upgrade: string | null;
  /** Value of a Set-Cookie field to add. */
  setCookie: string | null;
}

/** Whether a field of a kind is never copied from a response. */
const DROPPED: readonly boolean[] = Array.from({ length: KINDS }, (_, kind) =>
  [CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING_FIELD, UPGRADE].includes(kind),
);

const STATUS_LINES: Uint8Array[] = [];
const LINE_BREAK: Uint8Array = Buffer.from('\r\n');

function statusText(status: number): string {
  return `HTTP/1.1 ${status} ${REASONS[status] ?? 'Unknown'}\r\n`;
}

function statusLine(status: number): Uint8Array {
  return (STATUS_LINES[status] ??= Buffer.from(statusText(status), 'latin1'));
}

/** Writes the head of a backend's response for the client. Source: envoy-observed section 6. */
export function writeResponseHead(output: Output, head: ResponseHead, rewrite: ResponseRewrite): void {
  output.whole(statusLine(head.status));
  const { bytes, records, marks, marked } = head;
  let dated = false;
  // what lies between here and a line that is not sent on as it is goes in one piece
  let from = head.linesStart;
  for (let m = 0; m < marked; m++) {
    const i = marks[m]!;
    const r = i * STRIDE;
    const kind = records[r + KIND]!;
    let keep = true;
    if (kind !== 0) {
      if (DROPPED[kind]) keep = false;
      else if (kind === DATE) dated = true;
      else if (kind === CONTENT_LENGTH) keep = !rewrite.dropLength && head.isLengthPlain();
    }
    if (keep && records[r + LINE_END] !== 0) continue;
    output.copy(bytes, from, records[r + NAME_START]!);
    if (keep) writeField(output, head, r);
    from = head.lineEndOf(i);
  }
  output.copy(bytes, from, head.linesEnd);
  let added = '';
  if (rewrite.setCookie !== null) added = `set-cookie: ${rewrite.setCookie}\r\n`;
  if (!dated) added += `date: ${httpDate()}\r\n`;
  if (rewrite.chunked) added += 'transfer-encoding: chunked\r\n';
  else if (head.contentLength >= 0 && !rewrite.dropLength && !head.isLengthPlain())
    added += `content-length: ${head.contentLength}\r\n`;
  if (rewrite.upgrade !== null) added += `upgrade: ${rewrite.upgrade}\r\nconnection: Upgrade\r\n`;
  else if (rewrite.close) added += 'connection: close\r\n';
  if (added !== '') output.text(added);
  output.whole(LINE_BREAK);
}

/** A response that the proxy makes itself. */
export interface OwnResponse {
  status: number;
  /** Plain text, empty without a body. */
  body: string;
  /** Fields as lines, each with its CRLF. */
  fields: string;
  close: boolean;
}

/** Writes a response of the proxy itself. Source: envoy-observed section 5. */
export function writeOwnResponse(output: Output, response: OwnResponse, isHead: boolean): void {
  const { status, body } = response;
  let text = statusText(status) + response.fields;
  if (body !== '') text += `content-length: ${body.length}\r\ncontent-type: text/plain\r\n`;
  text += `date: ${httpDate()}\r\n`;
  if (response.close) text += 'connection: close\r\n';
  // to a HEAD request without a body to describe, the length stays open
  if (body === '') text += isHead ? 'transfer-encoding: chunked\r\n' : 'content-length: 0\r\n';
  output.text(isHead ? `${text}\r\n` : `${text}\r\n${body}`);
}

/** The answer to `Expect: 100-continue`. */
export const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
