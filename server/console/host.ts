import { isIP } from 'node:net';
import { canonicalHost, isLoopback } from '../supervisor/addresses.ts';

/** What a Host header names. */
export interface Host {
  /** Name or address, lower case, without port, brackets and last dot. */
  name: string;
  /** As it was sent, for comparison with an Origin. */
  text: string;
}

/**
 * Reads a Host header. Source: RFC 9110, section 7.2; of what RFC 3986 allows, only names and addresses as browsers send them.
 * @returns null when it is malformed
 */
export function parseHost(text: string): Host | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::\d{1,5})?$/.exec(text);
  if (match === null) return null;
  const [, address, name = ''] = match;
  if (address !== undefined && isIP(address) !== 6) return null;
  return { name: canonicalHost(address ?? name), text };
}

/** True for a host under which the console is reached. */
export function isOurs(host: Host, allowed: readonly string[]): boolean {
  return isLoopback(host.name) || allowed.includes(host.name);
}

/**
 * True for an Origin that is a page of the very host and port that the request was sent to. A name that was allowed may belong to a proxy
 * that ends TLS in front of a console without it, so that its pages come by https.
 * @param tls whether the console itself speaks TLS
 */
export function isOwnOrigin(origin: string, host: Host, tls: boolean): boolean {
  const schemes = tls ? ['https:'] : isLoopback(host.name) ? ['http:'] : ['http:', 'https:'];
  return schemes.some((scheme) => originOf(`${scheme}//${host.text}`) === origin.toLowerCase());
}

/** Scheme, host and port of a URL in the form of an Origin header; null when it is none. */
export function originOf(url: string): string | null {
  try {
    const { origin } = new URL(url);
    return origin === 'null' ? null : origin;
  } catch {
    return null;
  }
}
