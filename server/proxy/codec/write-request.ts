import { randomUUID } from 'node:crypto';
import type { Output } from '../transport/output.ts';
import {
  CONNECTION,
  EXPECT,
  HOST,
  HTTP2_SETTINGS,
  KEEP_ALIVE,
  PROXY_CONNECTION,
  TE,
  UPGRADE,
  X_ENVOY,
  X_FORWARDED_FOR,
  X_FORWARDED_PROTO,
  X_REQUEST_ID,
} from './field-kind.ts';
import { KIND, LINE_END, NAME_END, NAME_START, STRIDE, VALUE_END, VALUE_START, type Fields } from './fields.ts';
import type { RequestHead } from './request-head.ts';

/** What the head that goes to the backend says other than the client's. */
export interface RequestRewrite {
  /** Target in origin form; null: the start line as it came. */
  target: string | null;
  /** Host; null: as it came. */
  host: string | null;
  /** `close`: no upgrade; a protocol: this upgrade is asked for. */
  upgrade: string | null;
  /** The proxy answers the expectation itself. */
  dropExpect: boolean;
  /** Address of the client. */
  client: string;
}

/** Whether a field of a kind is never copied from a request. */
const DROPPED: readonly boolean[] = Array.from({ length: 16 }, (_, kind) =>
  [
    CONNECTION,
    UPGRADE,
    KEEP_ALIVE,
    PROXY_CONNECTION,
    X_FORWARDED_FOR,
    X_FORWARDED_PROTO,
    X_REQUEST_ID,
    X_ENVOY,
  ].includes(kind),
);

/**
 * Writes the head of a request for a backend: the client's fields in their order, without those that are for this connection alone, and
 * the proxy's own behind them. Source: envoy-observed section 6.
 */
export function writeRequestHead(output: Output, head: RequestHead, rewrite: RequestRewrite): void {
  if (rewrite.target === null) output.copy(head.bytes, head.lineStart, head.lineEnd);
  else output.text(`${head.method} ${rewrite.target} HTTP/1.1\r\n`);
  const tokens = head.connectionTokens();
  const { records, count } = head;
  let forwarded = '';
  let runStart = -1;
  let runEnd = -1;
  for (let i = 0; i < count; i++) {
    const r = i * STRIDE;
    const kind = records[r + KIND]!;
    let keep = true;
    if (kind !== 0) {
      if (DROPPED[kind]) {
        keep = false;
        if (kind === X_FORWARDED_FOR) forwarded += `${head.value(i)},`;
      } else if (kind === HOST) keep = rewrite.host === null;
      else if (kind === EXPECT) keep = !rewrite.dropExpect;
      else if (kind === TE) keep = head.valueIs(i, 'trailers');
      else if (kind === HTTP2_SETTINGS) keep = !tokens.includes(',http2-settings,');
    } else if (tokens !== '' && tokens.includes(`,${head.name(i)},`)) keep = false;
    const lineEnd = records[r + LINE_END]!;
    if (keep && lineEnd !== 0) {
      // lines that lie side by side are copied together
      if (runEnd !== records[r + NAME_START]) {
        if (runStart >= 0) output.copy(head.bytes, runStart, runEnd);
        runStart = records[r + NAME_START]!;
      }
      runEnd = lineEnd;
      continue;
    }
    if (runStart >= 0) {
      output.copy(head.bytes, runStart, runEnd);
      runStart = -1;
      runEnd = -1;
    }
    if (keep) writeField(output, head, r);
  }
  if (runStart >= 0) output.copy(head.bytes, runStart, runEnd);
  let added = '';
  if (rewrite.host !== null) added = `host: ${rewrite.host}\r\n`;
  if (rewrite.upgrade !== null) added += `connection: Upgrade\r\nupgrade: ${rewrite.upgrade}\r\n`;
  const { client } = rewrite;
  output.text(
    `${added}x-forwarded-for: ${forwarded}${client}\r\nx-forwarded-proto: http\r\nx-envoy-external-address: ${client}\r\nx-request-id: ${randomUUID()}\r\n\r\n`,
  );
}

/** Writes one field in the canonical form. */
export function writeField(output: Output, fields: Fields, record: number): void {
  const { records, bytes } = fields;
  output.copy(bytes, records[record + NAME_START]!, records[record + NAME_END]!);
  output.text(': ');
  output.copy(bytes, records[record + VALUE_START]!, records[record + VALUE_END]!);
  output.text('\r\n');
}
