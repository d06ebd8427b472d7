import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/types.ts';
import { createApi } from './handler.ts';

/** An answer, with its body as JSON where it is JSON. */
export interface Answer {
  code: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
}

/** The API on a real socket with a real store file. */
export interface Served {
  url: string;
  store: Store;
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** The server's side of the connections. */
  sockets: ReadonlySet<Socket>;
  close: () => Promise<void>;
}

/** Starts a server for tests. @param history revisions that the store keeps @param mostBytes largest size of its file */
export async function serve(history?: number, mostBytes?: number): Promise<Served> {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchyard-api-'));
  const store = await openStore({ file: path.join(folder, 'store.db'), history, mostBytes });
  const api = createApi({ store });
  const server = createServer((request, response) => {
    if (!api(request, response)) response.writeHead(418).end();
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    store,
    sockets,
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(url + path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const json = response.headers.get('content-type')?.includes('json') ?? false;
      return {
        code: response.status,
        headers: response.headers,
        text,
        body: (json ? JSON.parse(text) : {}) as Answer['body'],
      };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Path of HTTPRoutes in `default`. */
export const ROUTES = '/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes';

/** A valid HTTPRoute. */
export function route(
  name: string,
  spec: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, ...metadata },
    spec: { parentRefs: [{ name: 'eg' }], hostnames: ['www.example.com'], ...spec },
  };
}
