import type { IncomingMessage, ServerResponse } from 'node:http';
import { etagOf, hashOf, isKnown } from '../http/etag.ts';
import { onlyGet } from '../http/methods.ts';
import { notAcceptable } from '../http/accept.ts';
import { ApiProblem, NoSuchPage } from '../http/problem.ts';
import { send, sendBytes, sendText } from '../http/send.ts';
import { openApiV2, openApiV2Protobuf, openApiV3, openApiV3Index } from './openapi.ts';

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

function isNothing(pathname: string): boolean {
  const documents = ['/openapi/v2', '/openapi/v3'];
  return (
    !pathname.startsWith('/version') &&
    !HEALTH.test(pathname) &&
    !documents.includes(pathname) &&
    !pathname.startsWith(V3)
  );
}

/** Answers /version, /livez, /readyz, /healthz and /openapi. @throws ApiProblem 405, 406, NoSuchPage */
export function serveSystem(
  pathname: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (isNothing(pathname)) throw new NoSuchPage();
  onlyGet(request);
  if (pathname.startsWith('/version')) {
    if (!takesJson(request.headers.accept ?? '')) throw new ApiProblem(notAcceptable(['application/json']));
    return send(response, 200, VERSION, { pretty: true });
  }
  const health = HEALTH.exec(pathname);
  if (health !== null) {
    const verbose = query.has('verbose');
    if (health[2] !== undefined) return sendBytes(response, 200, 'ok', { 'content-type': 'text/plain; charset=utf-8' });
    return sendText(response, 200, verbose ? `[+]ping ok\n${health[1]} check passed\n` : 'ok');
  }
  if (pathname === '/openapi/v3') return sendIndex(request, response);
  if (pathname === '/openapi/v2') return sendVersion2(request, response);
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

function sendIndex(request: IncomingMessage, response: ServerResponse): void {
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  const headers = { 'last-modified': STARTED };
  if (since >= Date.parse(STARTED)) return sendEmpty(response, 304, headers);
  send(response, 200, openApiV3Index(), { headers });
}

/** Documents of version 3 come as JSON only; clients that prefer protobuf ask for both. */
function takesJson(accept: string): boolean {
  const types = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase());
  return accept === '' || ['application/json', 'application/*', '*/*'].some((type) => types.includes(type));
}

const PROTOBUF_ACCEPTED = [
  'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
  'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
];

/** The document of version 2, also in protobuf: kubectl asks for that when it meets a kind that version 3 does not know, such as List. */
function sendVersion2(request: IncomingMessage, response: ServerResponse): void {
  const accept = request.headers.accept ?? '';
  const vary = 'Accept-Encoding, Accept';
  const wanted = accept.split(',').map((range) => range.split(';')[0]?.trim() ?? '');
  if (takesJson(accept) || !PROTOBUF_ACCEPTED.some((type) => wanted.includes(type)))
    return sendDocument(openApiV2(), vary, {}, request, response);
  const headers = { etag: etagOf(openApiV2()), vary };
  if (isKnown(request, headers.etag)) return sendEmpty(response, 304, headers);
  const type = PROTOBUF_ACCEPTED[1];
  sendBytes(response, 200, openApiV2Protobuf(), { 'content-type': type, 'last-modified': STARTED, ...headers });
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
  // documents of version 3 are kept for ever by who reads them, and are not compressed by an API server
  const compress = vary.includes('Encoding');
  sendBytes(
    response,
    200,
    text,
    { 'content-type': 'application/json', 'last-modified': STARTED, ...headers },
    compress,
  );
}

function sendEmpty(response: ServerResponse, code: number, headers: Record<string, string> = {}): void {
  const length = code === 304 ? {} : { 'content-length': '0' };
  response.writeHead(code, { 'cache-control': 'no-cache, private', ...length, ...headers }).end();
}
