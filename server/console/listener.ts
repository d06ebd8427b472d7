import { createServer as createPlain, type Server as PlainServer } from 'node:http';
import { createServer as createSecure, type Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { loadTls, type TlsFiles } from '../supervisor/tls-files.ts';

/** The console's server, which listens on one port with TLS or without. */
export type Listener = PlainServer | SecureServer;

/** First byte of a TLS handshake record. Source: RFC 8446, section 5.1. */
const HANDSHAKE = 0x16;
/** A client has this long to shake hands. */
const HANDSHAKE_MS = 10_000;
/**
 * What a client that sends slowly, or not at all, may cost: the head has to be there within 20 s, the whole request within two minutes,
 * and at most 1000 connections are open. Answers may take as long as they like, so that watches and streams go on.
 */
const LIMITS = {
  headersTimeout: 20_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 75_000,
};
type Limits = typeof LIMITS;
const MOST_CONNECTIONS = 1_000;

/**
 * Makes the server; it does not listen yet.
 * @param tls certificate and key, null for plain HTTP
 * @param upgrades whether requests may leave HTTP; others go on as if they had not asked (RFC 9110, section 7.8)
 */
export function createListener(tls: TlsFiles | null, upgrades: boolean, limits: Limits = LIMITS): Listener {
  const options = { ...limits, ...(upgrades ? {} : { shouldUpgradeCallback: () => false }) };
  const server =
    tls === null
      ? createPlain(options)
      : createSecure({
          ...options,
          cert: tls.cert,
          key: tls.key,
          minVersion: 'TLSv1.2',
          handshakeTimeout: HANDSHAKE_MS,
        });
  server.maxConnections = MOST_CONNECTIONS;
  if (tls !== null) refusePlain(server);
  return server;
}

/** Answers a client that speaks plain HTTP on the TLS port with words, in place of a broken handshake. */
function refusePlain(server: Listener): void {
  const shakeHands = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const abandon = (): void => void socket.destroy();
    socket.setTimeout(HANDSHAKE_MS, abandon);
    socket.on('error', abandon);
    socket.once('readable', () => {
      const start = socket.read() as Buffer | null;
      if (start === null) return abandon();
      socket.off('timeout', abandon).setTimeout(0).off('error', abandon);
      if (start[0] !== HANDSHAKE) return sayHttps(socket);
      socket.unshift(start);
      for (const listener of shakeHands) Reflect.apply(listener, server, [socket]);
    });
  });
}

function sayHttps(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.resume();
  const text = 'This port speaks https, and the request was plain http. Use an address that begins with https://.\n';
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`,
  );
  // whoever goes on sending is not listened to for long
  socket.setTimeout(HANDSHAKE_MS, () => socket.destroy());
  setTimeout(() => socket.destroy(), HANDSHAKE_MS).unref();
}

const RENEW_MS = 30_000;

/**
 * Takes a certificate that was renewed in place, within half a minute and without a restart. One that cannot be used is said once, and the
 * old one stays.
 */
export function renewCertificate(
  server: Listener,
  tls: TlsFiles,
  say: (line: string) => void,
  everyMs: number = RENEW_MS,
): void {
  let { cert, key } = tls;
  let said = '';
  const timer = setInterval(() => {
    try {
      const found = loadTls(tls.paths);
      said = '';
      if (found.cert === cert && found.key === key) return;
      ({ cert, key } = found);
      (server as SecureServer).setSecureContext({ cert, key, minVersion: 'TLSv1.2' });
      say(`a new certificate is in use, from ${tls.paths.cert}`);
    } catch (error) {
      const { message } = error as Error;
      if (message !== said) say(`${message} The certificate that was read before stays in use.`);
      said = message;
    }
  }, everyMs);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}
