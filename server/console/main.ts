import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConsoleMessage } from '../supervisor/messages.ts';
import { readSettings, type Settings } from '../supervisor/settings.ts';
import { type Console, openConsole } from './console.ts';
import { refuse } from './doors.ts';
import { HttpProblem, sendProblem } from './http.ts';
import { openPages, type Pages, secure } from './pages.ts';

const CLOSE_MS = 3_000;
/** Longest wait for the demo backends before the URL is printed. */
const DEMO_MS = 3_000;

const tell = (message: ConsoleMessage): void => {
  if (process.connected) process.send?.(message);
};

function listen(server: Server, settings: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${settings.port} on ${settings.host} is taken by another program. Stop it, or choose another port: PORT=7090 npm start`,
            )
          : error.code === 'EACCES'
            ? new Error(
                `Port ${settings.port} may not be opened by this user. Choose one above 1023: PORT=7090 npm start`,
              )
            : new Error(`${settings.host}:${settings.port} cannot be opened: ${error.message}`),
      );
    });
    server.listen(settings.port, settings.host, () => {
      const { address, port } = server.address() as AddressInfo;
      resolve(`http://${address.includes(':') ? `[${address}]` : address}:${port}`);
    });
  });
}

async function run(): Promise<void> {
  const settings = readSettings(process.env);
  const server = createServer({ requestTimeout: 0 });
  let url = '';
  let pages: Pages | null = null;
  let parts: Console | null = null;

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    secure(response);
    const refusal = refuse(request, settings.allowedHosts);
    if (refusal !== null) return sendProblem(response, new HttpProblem(refusal.status, 'Forbidden', refusal.message));
    if (parts === null || pages === null) {
      return sendProblem(response, new HttpProblem(503, 'ServiceUnavailable', 'the console is starting'));
    }
    if (parts.handle(request, response)) return;
    pages.handle(request, response).catch((error: unknown) => {
      console.error('console: a page failed:', error);
      if (response.headersSent) response.destroy();
      else
        sendProblem(
          response,
          new HttpProblem(500, 'InternalError', 'the page failed; the output of the console says why'),
        );
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {});
    if (refuse(request, settings.allowedHosts) !== null || pages === null) return socket.destroy();
    pages.upgrade(request, socket, head).catch(() => socket.destroy());
  });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), CLOSE_MS).unref();
    server.close();
    await parts?.close();
    server.closeIdleConnections();
    await pages?.close().catch(() => {});
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => {});
  // the supervisor died: the next one starts a console of its own, on the same port
  process.on('disconnect', () => void stop());

  url = await listen(server, settings);
  parts = await openConsole(settings, () => url, tell);
  pages = openPages(settings, (server.address() as AddressInfo).port);
  await pages.ready;
  // whoever follows the URL and sends a request must not find backends that are still starting
  await parts.settled(DEMO_MS);
  tell({ type: 'ready', url });
}

run().catch((error: unknown) => {
  console.error(error);
  tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  // the message has to leave first
  setTimeout(() => process.exit(1), 50);
});
