import type { Output } from '../transport/output.ts';
import { ADDRESS_AT } from './client-lines.ts';
import {
  CONNECTION,
  CONTENT_LENGTH,
  EXPECT,
  HOST,
  KEEP_ALIVE,
  KINDS,
  PROXY_CONNECTION,
  TE,
  TRANSFER_ENCODING_FIELD,
  UPGRADE,
  X_ENVOY,
  X_FORWARDED_CLIENT_CERT,
  X_FORWARDED_FOR,
  X_FORWARDED_PROTO,
  X_REQUEST_ID,
} from './field-kind.ts';
import { KEPT_ALIVE, type Fields } from './fields.ts';
import { KIND, LINE_END, NAME_END, NAME_START, STRIDE, VALUE_END, VALUE_START } from './record.ts';
import type { RequestHead } from './request-head.ts';
import { writeRequestId } from './request-id.ts';

/** What the head that goes to the backend says other than the client's. */
export interface RequestRewrite {
  /** Target in origin form; null: the start line as it came. */
  target: string | null;
  /** Host, put first; null: as it came. */
  host: string | null;
  /** Protocol that is asked for, null without. */
  upgrade: string | null;
  /** The proxy answers the expectation itself. */
  dropExpect: boolean;
  /** What the backend is told of the client, as `clientLines` has it. */
  client: Uint8Array;
}

/** Whether a field of a kind is never copied from a request. */
const DROPPED: readonly boolean[] = Array.from({ length: KINDS }, (_, kind) =>
  [
    CONNECTION,
    TRANSFER_ENCODING_FIELD,
    UPGRADE,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    X_FORWARDED_FOR,
    X_FORWARDED_PROTO,
    X_REQUEST_ID,
    X_ENVOY,
    X_FORWARDED_CLIENT_CERT,
  ].includes(kind),
);

const HEAD_END: Uint8Array = Buffer.from('\r\n\r\n');

/** Methods whose requests say nothing of a body when they have none; others say `content-length: 0`. As Envoy. */
export const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'TRACE', 'CONNECT']);

/**
 * Writes the head of a request for a backend: the client's fields in their order, without those that are for this connection alone, and
 * the proxy's own behind them. Source: envoy-observed section 6.
 * @returns how many bytes of it every such request begins with, whoever sends it; -1 where what follows is not what `writeRequestTail` writes
 */
export function writeRequestHead(output: Output, head: RequestHead, rewrite: RequestRewrite): number {
  const tokens = head.connectionTokens();
  const names = tokens !== '' && tokens !== KEPT_ALIVE;
  const { bytes, records, marks } = head;
  // what lies between here and a line that is not sent on as it is goes in one piece
  let from = head.linesStart;
  if (rewrite.target !== null) output.text(`${head.method} ${rewrite.target} HTTP/1.1\r\n`);
  else if (rewrite.host === null) from = head.lineStart;
  else output.copy(bytes, head.lineStart, head.lineEnd);
  if (rewrite.host !== null) output.text(`host: ${rewrite.host}\r\n`);
  let forwarded = '';
  let acceptsTrailers = false;
  // without a mark a field can only be named by Connection
  const looked = names ? head.count : head.marked;
  for (let m = 0; m < looked; m++) {
    const i = names ? m : marks[m]!;
    const r = i * STRIDE;
    const kind = records[r + KIND]!;
    let keep = true;
    if (kind !== 0 && DROPPED[kind]) {
      keep = false;
      if (kind === X_FORWARDED_FOR && records[r + VALUE_END] !== records[r + VALUE_START])
        forwarded += `${head.value(i)},`;
    } else if (kind === HOST) keep = rewrite.host === null;
    else if (kind === CONTENT_LENGTH) keep = head.isLengthPlain();
    else if (kind === TE) {
      keep = false;
      acceptsTrailers ||= head.list(i).includes('trailers');
    } else if (kind === EXPECT && rewrite.dropExpect) keep = false;
    else keep = !names || !isNamed(tokens, head, i);
    if (keep && records[r + LINE_END] !== 0) continue;
    output.copy(bytes, from, records[r + NAME_START]!);
    if (keep) writeField(output, head, r);
    from = head.lineEndOf(i);
  }
  output.copy(bytes, from, head.linesEnd);
  let added = acceptsTrailers ? 'te: trailers\r\n' : '';
  if (rewrite.upgrade !== null) added += `connection: Upgrade\r\nupgrade: ${rewrite.upgrade}\r\n`;
  if (added !== '') output.text(added);
  const own = output.length;
  if (forwarded === '') output.whole(rewrite.client);
  else {
    output.text(`x-forwarded-for: ${forwarded}`);
    output.whole(rewrite.client.subarray(ADDRESS_AT));
  }
  writeRequestId(output);
  const framed = framing(head);
  if (framed === '') output.whole(HEAD_END);
  else output.text(`\r\n${framed}\r\n`);
  return forwarded === '' && framed === '' ? own : -1;
}

/** Writes what follows the head of a known request. */
export function writeRequestTail(output: Output, client: Uint8Array): void {
  output.whole(client);
  writeRequestId(output);
  output.whole(HEAD_END);
}

/** The line that frames the body, where the client's own is not copied. */
function framing(head: RequestHead): string {
  if (head.chunked) return 'transfer-encoding: chunked\r\n';
  if (head.contentLength >= 0) return head.isLengthPlain() ? '' : `content-length: ${head.contentLength}\r\n`;
  return WITHOUT_BODY.has(head.method) ? '' : 'content-length: 0\r\n';
}

/** Whether Connection names a field, so that it is for this connection alone. */
function isNamed(tokens: string, head: RequestHead, index: number): boolean {
  return tokens.includes(`,${head.name(index)},`);
}

/** Writes one field in the canonical form. */
export function writeField(output: Output, fields: Fields, record: number): void {
  const { records, bytes } = fields;
  output.copy(bytes, records[record + NAME_START]!, records[record + NAME_END]!);
  output.text(': ');
  output.copy(bytes, records[record + VALUE_START]!, records[record + VALUE_END]!);
  output.text('\r\n');
}
