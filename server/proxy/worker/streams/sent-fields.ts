import { randomUUID } from 'node:crypto';
import { OF_CONNECTION } from '../../upstream/answer-fields.ts';
import type { StreamView } from './stream-view.ts';

/** Fields that the proxy sets itself, or that are no business of a backend. */
const REPLACED: ReadonlySet<string> = new Set([
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-client-cert',
  'x-request-id',
]);

/**
 * The fields that a backend gets: the client's in their order and the proxy's own behind them. Fields of one connection alone do not come
 * on streams. Source: envoy-observed section 6.
 * @param client address that it is known by; `forwarded`: the one that X-Forwarded-For tells
 */
export function sentFields({ fields }: StreamView, client: string, forwarded: string): string[] {
  const sent: string[] = [];
  let before = '';
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!;
    const value = fields[i + 1]!;
    // of what a client takes, trailers alone can be promised
    if (OF_CONNECTION.has(name) && !(name === 'te' && value === 'trailers')) continue;
    if (REPLACED.has(name)) {
      if (name === 'x-forwarded-for' && value !== '') before += `${value},`;
    } else if (!name.startsWith('x-envoy-')) sent.push(name, value);
  }
  sent.push(
    'x-forwarded-for',
    before + forwarded,
    'x-forwarded-proto',
    'http',
    'x-envoy-external-address',
    client,
    'x-request-id',
    randomUUID(),
  );
  return sent;
}
