import type { IncomingMessage, ServerResponse } from 'node:http';
import { methodNotAllowed, noSuchPath } from '../../model/status.ts';
import { notAcceptable, parseAccept } from '../http/accept.ts';
import { ApiProblem } from '../http/problem.ts';
import { send, sendText } from '../http/send.ts';
import { openApiV2, openApiV3, openApiV3Index } from './openapi.ts';

/** The Kubernetes version whose API this is. */
const VERSION = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.0+switchyard',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: 'node',
  platform: `${process.platform}/${process.arch}`,
};

const HEALTH = new Set(['/livez', '/readyz', '/healthz']);

/** True for the paths that `serveSystem` answers. */
export function isSystemPath(pathname: string): boolean {
  return (
    pathname === '/version' ||
    pathname === '/version/' ||
    HEALTH.has(pathname) ||
    pathname === '/openapi/v2' ||
    pathname === '/openapi/v3' ||
    pathname.startsWith('/openapi/v3/')
  );
}

/** Answers /version, /livez, /readyz, /healthz and /openapi. @throws ApiProblem 404, 405, 406 */
export function serveSystem(pathname: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new ApiProblem(methodNotAllowed(`${request.method} is not possible here; GET is`), { allow: 'GET' });
  if (pathname.startsWith('/version')) return send(response, 200, VERSION);
  if (HEALTH.has(pathname)) return sendText(response, 200, 'ok');
  needJson(request.headers.accept);
  if (pathname === '/openapi/v2') return sendJsonText(response, openApiV2());
  if (pathname === '/openapi/v3') return send(response, 200, openApiV3Index());
  const document = openApiV3(pathname.slice('/openapi/v3/'.length));
  if (document === undefined) throw new ApiProblem(noSuchPath());
  sendJsonText(response, document);
}

/** OpenAPI documents come as JSON only; clients that prefer protobuf then go on without, or ask again. */
function needJson(accept: string | undefined): void {
  const ranges = parseAccept(accept);
  const fits = ({ type }: { type: string }): boolean =>
    type.includes('json') || type === '*/*' || type === 'application/*' || type.startsWith('text/');
  if (ranges.length > 0 && !ranges.some(fits)) throw new ApiProblem(notAcceptable(['application/json']));
}

function sendJsonText(response: ServerResponse, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'cache-control': 'no-cache, private',
  });
  response.end(body);
}
