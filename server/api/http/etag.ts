import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Hash of a text, as the addresses of OpenAPI documents name it. */
export function hashOf(text: string): string {
  return createHash('sha512').update(text).digest('hex').toUpperCase();
}

/** Entity tag of a text. */
export function etagOf(text: string): string {
  return `"${hashOf(text)}"`;
}

/** True when the client has what the tag names already. */
export function isKnown({ headers }: IncomingMessage, etag: string): boolean {
  const tags = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
