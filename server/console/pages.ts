import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { projectRoot, type Settings } from '../supervisor/settings.ts';
import { HttpProblem } from './http.ts';
import { contentSecurityPolicy } from './security-headers.ts';
import { StaticFiles } from './static-files.ts';

/** Serves the pages by Next, which is loaded in the background so that the API answers at once. */
export interface Pages {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
  /** Resolves when the first page can be served. */
  ready: Promise<unknown>;
  close: () => Promise<void>;
}

/** @param port in fact listened on */
export function openPages(settings: Settings, port: number): Pages {
  if (!settings.dev && !existsSync(path.join(projectRoot, '.next/BUILD_ID'))) {
    return withoutBuild();
  }
  // while developing, files change under their names
  const files = settings.dev ? null : new StaticFiles(path.join(projectRoot, '.next/static'));
  const loading = (async () => {
    const { default: next } = await import('next');
    const app = next({ dev: settings.dev, dir: projectRoot, hostname: settings.host, port });
    await app.prepare();
    return { app, handle: app.getRequestHandler(), upgrade: app.getUpgradeHandler() };
  })();
  // whoever waits for `ready` or for a page hears of a failure; without them it must not end the process
  loading.catch(() => {});
  return {
    ready: loading,
    handle: async (request, response) => {
      const { handle } = await loading;
      if (!settings.dev && request.method !== 'GET' && request.method !== 'HEAD')
        throw new HttpProblem(
          405,
          'MethodNotAllowed',
          'the server does not allow this method on the requested resource',
          {
            allow: 'GET, HEAD',
          },
        );
      // Next takes the nonce for its own scripts from this header of the request
      const nonce = randomBytes(16).toString('base64');
      const policy = contentSecurityPolicy(nonce, settings.dev);
      request.headers['content-security-policy'] = policy;
      request.headers['x-nonce'] = nonce;
      response.setHeader('content-security-policy', policy);
      if (await files?.serve(request, response)) return;
      await handle(request, response);
    },
    upgrade: async (request, socket, head) => {
      const { upgrade } = await loading;
      await upgrade(request, socket, head);
    },
    close: async () => {
      const loaded = await loading.catch(() => null);
      await loaded?.app.close();
    },
  };
}

/** The API works without pages; a browser is told what to do. */
function withoutBuild(): Pages {
  return {
    ready: Promise.resolve(),
    handle: async (_request, response) => {
      response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(
        'The pages are not built. Run "npm run build" in the project, or start with "npm start", which builds them.\n',
      );
    },
    upgrade: async (_request, socket) => {
      socket.destroy();
    },
    close: async () => {},
  };
}
