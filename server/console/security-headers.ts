import type { ServerResponse } from 'node:http';

/** Rules for answers that are no pages: whatever a browser takes them for, nothing in them is loaded, run or framed. */
const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What pages may not ask the browser for. */
const PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((name) => `${name}=()`)
  .join(', ');

const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Sets the headers that every answer has.
 * @param strictTransport tells browsers to come by TLS alone. For names that are this console's alone: on loopback it would hold for every other
 * program of the machine too
 */
export function secure(response: ServerResponse, strictTransport: boolean): void {
  response.setHeader('content-security-policy', NO_PAGE);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('permissions-policy', PERMISSIONS);
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  if (strictTransport) response.setHeader('strict-transport-security', `max-age=${YEAR_SECONDS}`);
}

/**
 * Rules for pages: nothing from elsewhere, and no inline script or style element but those that carry the nonce. Style attributes are allowed
 * since Mantine and the editor set them; browsers that do not tell the two apart (before 2023) allow both.
 * @param dev hot reload evaluates code, writes styles and opens a socket of its own
 */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    ...(dev ? [] : [`style-src-elem 'self' 'nonce-${nonce}'`]),
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
