import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiProblem } from '../api/http/problem.ts';
import { announcesTooMuch, bodyTooLarge, DISCARD_MS } from '../api/http/read-body.ts';
import { sendStatus } from '../api/http/send.ts';
import { isLoopback } from '../supervisor/addresses.ts';
import type { Access } from './access/access.ts';
import type { Console } from './console.ts';
import { type Doors, refuse } from './doors.ts';
import { parseHost } from './host.ts';
import { HttpProblem } from './http.ts';
import type { Listener } from './listener.ts';
import type { Pages } from './pages.ts';
import { secure } from './security-headers.ts';

/** What stands behind the front. Parts that are null have not been opened yet. */
export interface Behind {
  /** Null when the console asks for no token. */
  access: Access | null;
  parts: Console | null;
  pages: Pages | null;
}

/** Takes the requests of a server: doors, access, length, then API, own endpoints and pages. */
export function openFront(server: Listener, doors: Doors, behind: Behind): void {
  const take = (asks: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, asks, doors, behind).catch((error: unknown) => fail(response, error));
  };
  server.on('request', take(false));
  server.on('checkContinue', take(true));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {});
    upgrade(request, socket, head, doors, behind).catch(() => socket.destroy());
  });
}

/** @param asks the client waits to hear whether its body is wanted (RFC 9110, section 10.1.1) */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  asks: boolean,
  doors: Doors,
  behind: Behind,
): Promise<void> {
  secure(response, doors.tls && !isLoopback(parseHost(request.headers.host ?? '')?.name ?? 'localhost'));
  boundRest(request, response);
  const refusal = refuse(request, doors);
  if (refusal !== null) return sendStatus(response, refusal);
  const admission = behind.access?.admit(request, response);
  if (admission?.type === 'refused') throw admission.problem;
  if (admission?.type === 'sign in') {
    response.writeHead(303, { location: admission.location, 'cache-control': 'no-store' }).end();
    return;
  }
  if (announcesTooMuch(request)) {
    if (!asks) await discard(request);
    throw bodyTooLarge();
  }
  const { parts, pages } = behind;
  if (parts === null || pages === null)
    throw new HttpProblem(503, 'ServiceUnavailable', 'the console is starting', { 'retry-after': '1' });
  if (asks) response.writeContinue();
  if (!parts.handle(request, response)) await pages.handle(request, response);
}

/** Hot reload while developing, which the sign-in page has too; otherwise no upgrade comes here. */
async function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  doors: Doors,
  { pages }: Behind,
): Promise<void> {
  if (refuse(request, doors) !== null || pages === null) {
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    return;
  }
  await pages.upgrade(request, socket, head);
}

function fail(response: ServerResponse, error: unknown): void {
  if (!(error instanceof ApiProblem)) console.error('console: a request failed:', error);
  const { status, headers } =
    error instanceof ApiProblem
      ? error
      : new HttpProblem(500, 'InternalError', 'the console failed; its output says why');
  if (response.headersSent) response.destroy();
  else sendStatus(response, status, headers);
}

/** Lets the client send on for a while, so that it comes to reading the answer. */
async function discard(request: IncomingMessage): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, DISCARD_MS);
    request.resume().once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Ends the connection when a body that nobody wants goes on after the answer. */
function boundRest(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return;
    const timer = setTimeout(() => request.socket.destroy(), DISCARD_MS);
    request.once('close', () => clearTimeout(timer));
  });
}
