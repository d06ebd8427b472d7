import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpProblem } from '../http.ts';
import type { SessionCookie } from './cookie.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';

/** What a request may do. */
export type Admission =
  | { type: 'in' }
  /** It goes to the sign-in page, at this address. */
  | { type: 'sign in'; location: string }
  | { type: 'refused'; problem: HttpProblem };

interface AccessParts {
  token: string;
  sessions: Sessions;
  throttle: Throttle;
  cookie: SessionCookie;
}

/** The sign-in page. */
const SIGN_IN = '/sign-in';
/** The endpoint that begins, shows and ends a browser's session. */
const SESSION = '/console/v1/session';
/**
 * Paths without a token: what a Kubernetes API server shows to everybody (ClusterRole system:public-info-viewer), and what the sign-in page
 * is made of.
 */
const OPEN = new Set([
  '/livez',
  '/readyz',
  '/healthz',
  '/version',
  '/version/',
  SIGN_IN,
  SESSION,
  '/icon.svg',
  '/favicon.ico',
]);
const OPEN_FOLDER = '/_next/static/';

/** Decides who is let in by token or session. The doors (Host, Origin, form of the path) are behind a request that comes here. */
export class Access {
  private readonly parts: AccessParts;

  constructor(parts: AccessParts) {
    this.parts = parts;
  }

  /** Decides about a request, and sees to it that what is answered in a session ends with it. */
  admit(request: IncomingMessage, response: ServerResponse): Admission {
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      const problem = this.judge(request, bearer);
      return problem === null ? { type: 'in' } : { type: 'refused', problem };
    }
    const id = this.session(request);
    if (id !== null && path !== SESSION) this.parts.sessions.bind(id, response);
    if (id !== null || OPEN.has(path) || path.startsWith(OPEN_FOLDER)) return { type: 'in' };
    if (isPage(request, path)) return { type: 'sign in', location: signInLocation(request.url ?? '/') };
    return { type: 'refused', problem: unauthorized() };
  }

  /** When the session that a request belongs to ends, Unix milliseconds; null when it has none. */
  expiry(request: IncomingMessage): number | null {
    const id = this.session(request);
    return id === null ? null : this.parts.sessions.expiry(id);
  }

  /**
   * Begins a session.
   * @param secure whether the browser speaks TLS
   * @returns a Set-Cookie header and the end of the session in Unix milliseconds
   * @throws HttpProblem 401 for a wrong token, 429 after too many
   */
  signIn(request: IncomingMessage, token: string, secure: boolean): { cookie: string; expires: number } {
    const problem = this.judge(request, token);
    if (problem !== null) throw problem;
    const { id, expires } = this.parts.sessions.begin();
    return { cookie: this.parts.cookie.set(id, secure), expires };
  }

  /** Ends the session of a request. @returns Set-Cookie headers */
  signOut(request: IncomingMessage): string[] {
    for (const id of this.parts.cookie.ids(request)) this.parts.sessions.end(id);
    return this.parts.cookie.clear();
  }

  close(): void {
    this.parts.sessions.close();
  }

  private session(request: IncomingMessage): string | null {
    const { cookie, sessions } = this.parts;
    return cookie.ids(request).find((id) => sessions.expiry(id) !== null) ?? null;
  }

  private judge(request: IncomingMessage, token: string): HttpProblem | null {
    const { throttle } = this.parts;
    const address = request.socket.remoteAddress ?? '';
    const wait = throttle.wait(address);
    if (wait > 0)
      return new HttpProblem(
        429,
        'TooManyRequests',
        `too many wrong tokens came from ${address}; try again in ${wait} s`,
        { 'retry-after': String(wait) },
      );
    if (isSame(token, this.parts.token)) return null;
    throttle.failed(address, token);
    return unauthorized();
  }
}

/** The API server's answer to a request whose sender it does not know. */
function unauthorized(): HttpProblem {
  return new HttpProblem(401, 'Unauthorized', 'Unauthorized', { 'www-authenticate': 'Bearer realm="switchyard"' });
}

/** Address of the sign-in page that leads back to `url`. */
function signInLocation(url: string): string {
  return url === '/' ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(url)}`;
}

/** True when a browser asks for a page to show, and not a script for data. */
function isPage({ method, headers }: IncomingMessage, path: string): boolean {
  const mode = headers['sec-fetch-mode'];
  return (
    (method === 'GET' || method === 'HEAD') &&
    (headers.accept ?? '').includes('text/html') &&
    (mode === undefined || mode === 'navigate') &&
    headers.rsc === undefined &&
    !/^\/(?:apis?|console|openapi|_next|metrics)(?:\/|$)/.test(path)
  );
}

/** Compares in a time that does not depend on where they differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
