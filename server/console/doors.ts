import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../supervisor/settings.ts';

/** Why a request is not let in. */
export interface Refusal {
  status: 403;
  message: string;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that a web page could have made without being asked: a Host that is neither a loopback name nor allowed (DNS
 * rebinding), and a write, a socket upgrade or a read by script whose Origin is another site (CSRF).
 * @param allowed further host names, lower case
 * @returns null when the request may go on
 */
export function refuse(request: IncomingMessage, allowed: readonly string[]): Refusal | null {
  const host = request.headers.host;
  const name = host === undefined ? null : hostName(host);
  if (name === null || !(isLoopback(name) || name.endsWith('.localhost') || allowed.includes(name))) {
    return {
      status: 403,
      message: `the Host "${host ?? ''}" is not one of this console's; add its name to SWITCHYARD_ALLOWED_HOSTS to allow it`,
    };
  }
  const origin = request.headers.origin;
  if (origin !== undefined && !sameSite(origin, host ?? '')) {
    return { status: 403, message: `a page of ${origin} may not use this console` };
  }
  if (!SAFE_METHODS.has(request.method ?? '') || request.headers.upgrade !== undefined) {
    const site = request.headers['sec-fetch-site'];
    if (site === 'cross-site' || site === 'same-site') {
      return { status: 403, message: 'a page of another site may not use this console' };
    }
  }
  return null;
}

/** The name in a Host header, without port and brackets; null when it is malformed. */
function hostName(host: string): string | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:/?#@\s]+))(?::\d{1,5})?$/.exec(host);
  return match === null ? null : (match[1] ?? match[2] ?? '').toLowerCase().replace(/\.$/, '');
}

/** An Origin is ours when it names the very host and port that the request was sent to. `null` is nobody's. */
function sameSite(origin: string, host: string): boolean {
  try {
    const url = new URL(origin);
    return url.protocol === 'http:' && url.host === new URL(`http://${host}`).host;
  } catch {
    return false;
  }
}
