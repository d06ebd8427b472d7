import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionState } from '../../contract/console.ts';
import { HttpProblem, readJson, sendJson } from '../http.ts';
import type { Access } from './access.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * Handlers of a browser's session, by method.
 * @param access null when the console asks for no token
 * @param tls whether the console itself speaks TLS
 */
export function sessionHandlers(access: Access | null, tls: boolean): Record<string, Handler> {
  return {
    GET: (request, response) => {
      const expires = access?.expiry(request) ?? null;
      const state: SessionState = { needed: access !== null, signedIn: access === null || expires !== null, expires };
      sendJson(response, 200, state);
    },
    POST: async (request, response) => {
      const body = await readJson(request);
      const token = typeof body === 'object' && body !== null ? (body as { token?: unknown }).token : undefined;
      if (typeof token !== 'string') throw new HttpProblem(422, 'Invalid', 'token: must be text');
      if (access === null)
        throw new HttpProblem(404, 'NotFound', 'this console asks for no token: SWITCHYARD_TOKEN is not set');
      // a proxy may end TLS in front of us, and the Origin of its pages says so
      const secure = tls || (request.headers.origin ?? '').startsWith('https:');
      const { cookie, expires } = access.signIn(request, token, secure);
      response.setHeader('set-cookie', cookie);
      const state: SessionState = { needed: true, signedIn: true, expires };
      sendJson(response, 201, state);
    },
    DELETE: (request, response) => {
      if (access !== null) response.setHeader('set-cookie', access.signOut(request));
      const state: SessionState = { needed: access !== null, signedIn: access === null, expires: null };
      sendJson(response, 200, state);
    },
  };
}
