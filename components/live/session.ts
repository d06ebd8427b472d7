import type { SessionState } from '../../server/contract/console.ts';

/** The sign-in page. */
export const SIGN_IN = '/sign-in';

/** Whoever signs out does not mean to come back to the same place; requests that are refused meanwhile must not say so. */
let signingOut = false;

/** Leaves for the sign-in page, which leads back here. Drafts are kept by the browser. */
export function goToSignIn(): void {
  const { pathname, search, hash } = window.location;
  if (pathname === SIGN_IN || signingOut) return;
  const here = pathname + search + hash;
  window.location.replace(here === '/' ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(here)}`);
}

/** What the console says of this browser's session; null when it does not answer. */
export async function readSession(): Promise<SessionState | null> {
  try {
    const response = await fetch('/console/v1/session', { cache: 'no-store' });
    return response.ok ? ((await response.json()) as SessionState) : null;
  } catch {
    return null;
  }
}

/** Leaves for the sign-in page if the session is over. An EventSource does not tell why it was refused. */
export async function leaveIfSignedOut(): Promise<void> {
  const session = await readSession();
  if (session !== null && !session.signedIn) goToSignIn();
}

/** Ends the session. Its streams end with it, and the other tabs follow. */
export async function signOut(): Promise<void> {
  signingOut = true;
  const response = await fetch('/console/v1/session', { method: 'DELETE' }).catch(() => null);
  signingOut = response?.ok === true;
  if (signingOut) window.location.assign(SIGN_IN);
}

/** Where to go after signing in: a path of this console, `/` for anything else. @param origin of this console */
export function pathAfterSignIn(next: string | null, origin: string): string {
  if (next === null || !next.startsWith('/')) return '/';
  try {
    const url = new URL(next, origin);
    return url.origin === origin && url.pathname !== SIGN_IN ? url.pathname + url.search + url.hash : '/';
  } catch {
    return '/';
  }
}
