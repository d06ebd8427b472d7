import type { FieldList } from '../http2/streams.ts';

/** Fields that are for one connection alone, and that HTTP/2 does not carry. */
export const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'te',
]);

/** The fields of an answer that are sent on. Source: envoy-observed section 6. */
export function cleanedAnswer(fields: FieldList): string[] {
  const kept: string[] = [];
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    if (name.charCodeAt(0) === 58 || OF_CONNECTION.has(name)) continue;
    kept.push(name, fields[i + 1]!);
  }
  return kept;
}
