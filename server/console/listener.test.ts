import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type ServerResponse } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectSecurely, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeCertificate } from '../supervisor/certificate.fixture.ts';
import { loadTls, type TlsFiles } from '../supervisor/tls-files.ts';
import { parseAnswer, readAnswer } from './front.fixture.ts';
import { createListener, type Listener, renewCertificate } from './listener.ts';

const SHORT = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 25, keepAliveTimeout: 75_000 };

let folder: string;
let server: Listener;
let streams: ServerResponse[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-listener-'));
  streams = [];
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

function certificate(): TlsFiles {
  const paths = { cert: path.join(folder, 'a.crt'), key: path.join(folder, 'a.key') };
  const { cert, key } = makeCertificate();
  writeFileSync(paths.cert, cert);
  writeFileSync(paths.key, key);
  return loadTls(paths);
}

/** Starts it; `/stream` is an answer that goes on, anything else says its path and how many bytes came. */
async function start(made: Listener): Promise<number> {
  server = made;
  server.on('request', (request, response) => {
    if (request.url === '/stream') {
      response.write('first\n');
      streams.push(response);
      return;
    }
    let bytes = 0;
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('end', () => response.end(`${request.url} ${bytes}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Reads until a text has come. */
async function until(socket: Socket, text: string): Promise<void> {
  let all = '';
  await new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      all += chunk.toString();
      if (all.includes(text)) resolve();
    });
    socket.once('close', () => reject(new Error(`the connection ended after: ${all}`)));
  });
}

test('slow heads and slow bodies are ended with 408, and an answer that goes on is not', async () => {
  const port = await start(createListener(null, false, SHORT));
  const stream = connect(port, '127.0.0.1');
  stream.write('GET /stream HTTP/1.1\r\nHost: a\r\n\r\n');
  await until(stream, 'first');
  const slow = ['GET / HTTP/1.1\r\nHost: a\r\nX: ', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab'].map(
    (start) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(start);
      const trickle = setInterval(() => socket.writable && socket.write('x'), 100);
      socket.once('close', () => clearInterval(trickle));
      return readAnswer(socket);
    },
  );
  expect((await Promise.all(slow)).map(({ code }) => code)).toEqual([408, 408]);
  // nothing at all is ended too, without words
  await new Promise((resolve) => connect(port, '127.0.0.1').resume().once('close', resolve));
  const more = until(stream, 'second');
  streams[0]?.write('second\n');
  await more;
  stream.destroy();
});

test('a head that is too large is answered with 431', async () => {
  const port = await start(createListener(null, false));
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
  expect((await readAnswer(socket)).code).toBe(431);
});

test('the TLS port speaks TLS 1.2 and 1.3, and tells plain HTTP so', async () => {
  const tls = certificate();
  const port = await start(createListener(tls, false));
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket: TLSSocket = connectSecurely({
      port,
      host: '127.0.0.1',
      ca: tls.cert,
      maxVersion: version,
      minVersion: version,
    });
    socket.write('GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect((await readAnswer(socket)).body).toContain('/a 0');
  }
  const old = connectSecurely({ port, host: '127.0.0.1', ca: tls.cert, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
  await expect(
    new Promise((resolve, reject) => old.once('secureConnect', resolve).once('error', reject)),
  ).rejects.toThrow();
  const plain = connect(port, '127.0.0.1');
  plain.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(100_000)}`);
  const answer = await readAnswer(plain);
  expect(answer.code).toBe(400);
  expect(answer.body).toContain('This port speaks https');
});

test('one that sends a body over TLS, first byte by first byte, is served', async () => {
  const tls = certificate();
  const port = await start(createListener(tls, false));
  const bytes = await new Promise((resolve, reject) => {
    const request = requestSecurely(
      { port, host: '127.0.0.1', ca: tls.cert, method: 'POST', agent: false },
      (answer) => {
        let body = '';
        answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
        answer.on('end', () => resolve(body));
      },
    );
    request.once('error', reject);
    request.write(Buffer.alloc(1 << 20));
    request.end(Buffer.alloc(1 << 20));
  });
  expect(bytes).toBe(`/ ${2 << 20}`);
});

test('a renewed certificate is taken, and one that does not fit is said once and left', async () => {
  const tls = certificate();
  const port = await start(createListener(tls, false));
  const said: string[] = [];
  renewCertificate(server, tls, (line) => said.push(line), 10);
  const shown = async (): Promise<string> => {
    const socket = connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  };
  const before = await shown();
  writeFileSync(tls.paths.key, makeCertificate().key);
  while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(said).toEqual([expect.stringMatching(/is not that of the first certificate.*stays in use/)]);
  expect(await shown()).toBe(before);
  const next = makeCertificate();
  writeFileSync(tls.paths.cert, next.cert);
  writeFileSync(tls.paths.key, next.key);
  while (!said.some((line) => line.includes('a new certificate is in use')))
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await shown()).not.toBe(before);
});

test('interim answers are skipped by the tests themselves', () => {
  expect(parseAnswer('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 x\r\nA: b\r\n\r\nbody')).toMatchObject({
    code: 413,
    body: 'body',
  });
});
