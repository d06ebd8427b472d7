import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { makeCertificate, type TestCertificate } from '../supervisor/certificate.fixture.ts';
import { readSettings } from '../supervisor/settings.ts';
import { openAccess } from './access/open-access.ts';
import { openConsole } from './console.ts';
import { type Behind, openFront } from './front.ts';
import { createListener } from './listener.ts';

/** An answer as it came over the wire. */
export interface RawAnswer {
  /** 0 when the connection ended without one. */
  code: number;
  /** Names in lower case; several of one name are joined by a line break. */
  headers: Record<string, string>;
  body: string;
  /** Everything that came. */
  text: string;
}

/** The console on a real socket with a real store; its pages answer `page PATH`. */
export interface Front {
  port: number;
  data: string;
  certificate: TestCertificate | null;
  /** Sends bytes and reads until the server ends the connection. */
  ask: (bytes: string) => Promise<RawAnswer>;
  /** Sends a request with these header lines and `Connection: close`; the Host is 127.0.0.1 unless one is given. */
  request: (method: string, target: string, headers?: string[], body?: string) => Promise<RawAnswer>;
  /** A connection on which the test goes on by itself. */
  dial: () => Promise<Socket>;
  close: () => Promise<void>;
}

/** Starts a front for tests. @param options `data` goes on with the folder of an earlier one, which then is not removed */
export async function startFront(
  options: { token?: string; tls?: boolean; allowedHosts?: string; data?: string } = {},
): Promise<Front> {
  const data = options.data ?? mkdtempSync(path.join(tmpdir(), 'switchyard-front-'));
  const certificate = options.tls === true ? makeCertificate() : null;
  const tls = certificate === null ? null : { ...certificate, paths: { cert: '', key: '' } };
  const settings = {
    ...readSettings({
      SWITCHYARD_DATA: data,
      SWITCHYARD_ALLOWED_HOSTS: options.allowedHosts,
      SWITCHYARD_TOKEN: options.token,
    }),
    tls,
  };
  const server = createListener(tls, false);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const access = openAccess(settings, port);
  const behind: Behind = {
    access,
    parts: await openConsole(settings, `http://127.0.0.1:${port}`, access, () => {}),
    pages: {
      handle: async (request, response) => void response.end(`page ${request.url}`),
      upgrade: async (_request, socket) => void socket.destroy(),
      ready: Promise.resolve(),
      close: async () => {},
    },
  };
  openFront(server, { allowedHosts: settings.allowedHosts, tls: tls !== null }, behind);

  const dial = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket =
        certificate === null
          ? connect(port, '127.0.0.1', () => resolve(socket))
          : connectSecurely({ port, host: '127.0.0.1', ca: certificate.cert }, () => resolve(socket));
      socket.once('error', reject);
    });
  const ask = async (bytes: string): Promise<RawAnswer> => {
    const socket = await dial();
    socket.write(bytes, 'latin1');
    return readAnswer(socket);
  };
  return {
    port,
    data,
    certificate,
    dial,
    ask,
    request: (method, target, headers = [], body = '') => {
      const host = headers.some((line) => /^host:/i.test(line)) ? [] : [`Host: 127.0.0.1:${port}`];
      const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
      const lines = [`${method} ${target} HTTP/1.1`, ...host, ...headers, ...length, 'Connection: close', '', ''];
      return ask(lines.join('\r\n') + body);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      access?.close();
      await behind.parts?.close();
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Reads until the other side ends. */
export async function readAnswer(socket: Socket): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.once('error', () => resolve());
  });
  return parseAnswer(Buffer.concat(chunks).toString('latin1'));
}

/** Takes one answer apart; interim ones are skipped. */
export function parseAnswer(text: string): RawAnswer {
  let rest = text;
  while (/^HTTP\/1\.1 1\d\d /.test(rest)) rest = rest.slice(rest.indexOf('\r\n\r\n') + 4);
  const end = rest.indexOf('\r\n\r\n');
  const [start = '', ...lines] = rest.slice(0, Math.max(end, 0)).split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}\n${value}`;
  }
  return { code: Number(start.split(' ')[1] ?? '0'), headers, body: end < 0 ? '' : rest.slice(end + 4), text };
}
