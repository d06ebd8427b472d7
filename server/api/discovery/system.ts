import type { IncomingMessage, ServerResponse } from 'node:http';
import { etagOf, hashOf, isKnown } from '../http/etag.ts';
import { onlyGet } from '../http/methods.ts';
import { NoSuchPage } from '../http/problem.ts';
import { send, sendBytes, sendText } from '../http/send.ts';
import { openApiV2, openApiV3, openApiV3Index } from './openapi.ts';

/** The Kubernetes version whose API this is. */
const VERSION = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.0+switchyard',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: 'node',
  platform: `${process.platform}/${process.arch}`,
};

const HEALTH = /^\/(livez|readyz|healthz)(\/ping)?$/;
const V3 = '/openapi/v3/';
/** Documents are the same for as long as the process runs. */
const STARTED = new Date().toUTCString();
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** True for the paths that `serveSystem` answers. */
export function isSystemPath(pathname: string): boolean {
  return /^\/(version\/?$|livez|readyz|healthz|openapi(\/|$))/.test(pathname);
}

/** Answers /version, /livez, /readyz, /healthz and /openapi. @throws ApiProblem 405, NoSuchPage */
export function serveSystem(
  pathname: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  onlyGet(request);
  if (pathname.startsWith('/version')) return send(response, 200, VERSION, { pretty: true });
  const health = HEALTH.exec(pathname);
  if (health !== null) {
    const verbose = query.has('verbose');
    if (health[2] !== undefined) return sendBytes(response, 200, 'ok', { 'content-type': 'text/plain; charset=utf-8' });
    return sendText(response, 200, verbose ? `[+]ping ok\n${health[1]} check passed\n` : 'ok');
  }
  if (pathname === '/openapi/v3')
    return send(response, 200, openApiV3Index(), { headers: { 'last-modified': STARTED } });
  if (pathname === '/openapi/v2') return sendDocument(openApiV2(), 'Accept-Encoding, Accept', {}, request, response);
  if (!pathname.startsWith(V3)) throw new NoSuchPage();
  const text = openApiV3(pathname.slice(V3.length));
  if (text === undefined) return sendEmpty(response, 404);
  const asked = query.get('hash') ?? '';
  const hash = hashOf(text);
  if (asked !== '' && asked !== hash)
    return sendEmpty(response, 301, {
      'content-type': 'application/json',
      etag: etagOf(text),
      location: `${pathname}?hash=${hash}`,
      vary: 'Accept',
    });
  const forEver = { 'cache-control': 'public, immutable', expires: new Date(Date.now() + YEAR_MS).toUTCString() };
  sendDocument(text, 'Accept', asked === '' ? {} : forEver, request, response);
}

/** OpenAPI documents come as JSON only; clients that prefer protobuf then go on without, or ask again. */
function takesJson(accept: string): boolean {
  const types = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase());
  return accept === '' || ['application/json', 'application/*', '*/*'].some((type) => types.includes(type));
}

function sendDocument(
  text: string,
  vary: string,
  caching: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!takesJson(request.headers.accept ?? '')) return sendEmpty(response, 406, { vary });
  const headers = { etag: etagOf(text), vary, ...caching };
  if (isKnown(request, headers.etag)) return sendEmpty(response, 304, headers);
  sendBytes(response, 200, text, { 'content-type': 'application/json', 'last-modified': STARTED, ...headers });
}

function sendEmpty(response: ServerResponse, code: number, headers: Record<string, string> = {}): void {
  const length = code === 304 ? {} : { 'content-length': '0' };
  response.writeHead(code, { 'cache-control': 'no-cache, private', ...length, ...headers }).end();
}
