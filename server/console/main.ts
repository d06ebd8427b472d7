import { flushCompileCache } from 'node:module';
import type { AddressInfo } from 'node:net';
import { isAnyAddress, urlHost } from '../supervisor/addresses.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { type ConsoleMessage, PING } from '../supervisor/messages.ts';
import { readSettings, type Settings } from '../supervisor/settings.ts';
import { openAccess } from './access/open-access.ts';
import { openConsole } from './console.ts';
import { type Behind, openFront } from './front.ts';
import { createListener, type Listener, renewCertificate } from './listener.ts';
import { openPages } from './pages.ts';

const CLOSE_MS = 3_000;
/** A console whose supervisor was killed has this long to give the port back. */
const PORT_MS = 1_500;
const PORT_RETRY_MS = 50;
/** Longest wait for the demo backends before the URL is printed. */
const DEMO_MS = 3_000;

// a log on a full disk, or a terminal that is gone, must not end the process
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

const tell = (message: ConsoleMessage): void => {
  if (process.connected) process.send?.(message);
};

/** Opens the port, also one that a console gives back that is just ending. @returns its number. @throws Error with a sentence for the operator */
async function listen(server: Listener, settings: Settings): Promise<number> {
  const deadline = Date.now() + PORT_MS;
  for (;;) {
    try {
      return await tryToListen(server, settings);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' || Date.now() > deadline) throw explained(error as NodeJS.ErrnoException, settings);
    }
    await new Promise((resolve) => setTimeout(resolve, PORT_RETRY_MS));
  }
}

function tryToListen(server: Listener, { port, host }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function explained(error: NodeJS.ErrnoException, { port, host }: Settings): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} on ${host} is taken by another program. Stop it, or choose another port: PORT=7090 npm start`,
      );
    case 'EACCES':
      return new Error(`Port ${port} may not be opened by this user. Choose one above 1023: PORT=7090 npm start`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`${host} (SWITCHYARD_HOST) is no address of this machine: ${error.code}.`);
    default:
      return new Error(`${host}:${port} cannot be opened: ${error.message}`);
  }
}

/** Where people find the console. Every address of the machine is none that they could type. */
function urlOf({ tls, host, allowedHosts }: Settings, port: number): string {
  const name = isAnyAddress(host) ? (allowedHosts[0] ?? '127.0.0.1') : host;
  return `${tls === null ? 'http' : 'https'}://${urlHost(name)}:${port}`;
}

async function run(): Promise<void> {
  const settings = readSettings(process.env);
  // nothing that is started from here needs to know it
  delete process.env.SWITCHYARD_TOKEN;
  const { tls, dev } = settings;
  const server = createListener(tls, dev);
  const behind: Behind = { access: null, parts: null, pages: null };

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), CLOSE_MS).unref();
    server.close();
    behind.access?.close();
    await behind.parts?.close();
    server.closeIdleConnections();
    await behind.pages?.close().catch(() => {});
    process.exit(0);
  };
  process.on('message', (message: unknown) => {
    if ((message as { type?: unknown } | null)?.type === PING.type) tell({ type: 'pong' });
  });
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => {});
  // the supervisor died: the next one starts a console of its own, on the same port
  process.on('disconnect', () => void stop());

  const port = await listen(server, settings);
  const url = urlOf(settings, port);
  behind.access = openAccess(settings, port);
  openFront(server, { allowedHosts: settings.allowedHosts, tls: tls !== null }, behind);
  if (tls !== null) renewCertificate(server, tls, (line) => console.error(`console: ${line}`));
  behind.parts = await openConsole(settings, url, behind.access, tell);
  behind.pages = openPages(settings, port);
  await behind.pages.ready;
  // whoever follows the URL and sends a request must not find backends that are still starting
  await behind.parts.settled(DEMO_MS);
  tell({ type: 'ready', url });
  // what was compiled is there for the next start, however this one ends
  flushCompileCache();
}

run().catch((error: unknown) => {
  // the supervisor says what the store said; where that comes from in the code helps nobody
  if (!(error instanceof StoreUnavailable)) console.error(error);
  else if (!process.connected) console.error(error.message);
  tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  // the message has to leave first
  setTimeout(() => process.exit(1), 50);
});
