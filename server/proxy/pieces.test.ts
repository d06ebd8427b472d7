import { connect, type Socket } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, httpBackend, tcpBackend } from './testing/backends.ts';
import { TestProxy } from './testing/proxy.ts';
import { forward, snapshotOf } from './testing/snapshot.ts';

const HOST = '127.78.6.1';
const PORT = 21_601;
let proxy: TestProxy;
let echo: Backend;
let scripted: Backend;
/** Pieces that the scripted backend answers the next request with. */
let script: string[] = [];

beforeAll(async () => {
  echo = await httpBackend('127.78.6.10', (request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString('latin1')));
    request.on('end', () => response.end(`<${request.method} ${request.url} ${body}>`));
  });
  scripted = await tcpBackend('127.78.6.11', (socket) => {
    socket.setNoDelay(true);
    socket.on('data', () => void play(socket, script));
  });
  proxy = await TestProxy.start();
  await proxy.console.serve(
    snapshotOf(
      [
        { path: '/echo', action: forward({ type: 'RoundRobin' }, [echo.endpoint]) },
        { path: '/scripted', action: forward({ type: 'RoundRobin' }, [scripted.endpoint]) },
      ],
      { address: HOST, port: PORT },
    ),
  );
});
afterAll(async () => {
  await proxy.stop();
  echo.close();
  scripted.close();
});

async function play(socket: Socket, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    await new Promise<void>((resolve) => socket.write(piece, 'latin1', () => resolve()));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Cuts a text at places that numbers from 0 to 1 tell. */
function cut(text: string, places: readonly number[]): string[] {
  const ends = [...places.map((place) => Math.floor(place * text.length)), text.length].sort((a, b) => a - b);
  return ends.map((end, i) => text.slice(i === 0 ? 0 : ends[i - 1], end)).filter((piece) => piece !== '');
}

function chunked(body: string, places: readonly number[]): string {
  const chunks = cut(body, places).map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`);
  return `${chunks.join('')}0\r\n\r\n`;
}

async function talk(pieces: readonly string[]): Promise<string> {
  const socket = connect(PORT, HOST);
  socket.setNoDelay(true);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  socket.on('error', () => {});
  socket.on('end', () => socket.end());
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await play(socket, pieces);
  await closed;
  return received;
}

const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom('a', '0', '\r', '\n', ' ', 'G', ':'), maxLength: 60 });
const size = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 60_000, max: 250_000 }));

test('requests in any pieces, with any bodies, are answered in order', async () => {
  const request = fc.record({
    kind: fc.constantFrom('get', 'length', 'chunked', 'unmatched'),
    body: text,
    repeat: size,
    places,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 6 }), places, async (requests, cuts) => {
      let sent = '';
      const expected: string[] = [];
      requests.forEach(({ kind, body: unit, repeat, places }, i) => {
        const body = unit.repeat(Math.ceil(repeat / Math.max(1, unit.length)));
        const path = kind === 'unmatched' ? '/none' : `/echo/${i}`;
        const last = i === requests.length - 1 ? 'Connection: close\r\n' : '';
        const head = (method: string, more: string): string =>
          `${method} ${path} HTTP/1.1\r\nHost: a\r\n${last}${more}\r\n`;
        if (kind === 'length') sent += head('POST', `Content-Length: ${body.length}\r\n`) + body;
        else if (kind === 'chunked') sent += head('PUT', 'Transfer-Encoding: chunked\r\n') + chunked(body, places);
        else sent += head('GET', '');
        if (kind === 'unmatched') expected.push('HTTP/1.1 404');
        else if (kind === 'get') expected.push(`<GET ${path} >`);
        else expected.push(`<${kind === 'length' ? 'POST' : 'PUT'} ${path} ${body}>`);
      });
      const answer = await talk(cut(sent, cuts));
      let at = 0;
      for (const part of expected) {
        const found = answer.indexOf(part, at);
        expect(found).toBeGreaterThanOrEqual(0);
        at = found + part.length;
      }
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(requests.length);
    }),
    { numRuns: 60 },
  );
});

test('responses in any pieces, with any framing, arrive as they were sent', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      text.filter((unit) => unit !== ''),
      size,
      places,
      places,
      async (isChunked, unit, repeat, chunks, cuts) => {
        const body = unit.repeat(Math.ceil(repeat / unit.length));
        const framing = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
        const encoded = isChunked ? chunked(body, chunks) : body;
        script = cut(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${framing}\r\nX-Y: z\r\n\r\n${encoded}`, cuts);
        const answer = await talk(['GET /scripted HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n']);
        const split = answer.indexOf('\r\n\r\n') + 4;
        expect(answer.slice(0, split)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*x-y: z\r\n/);
        expect(isChunked ? unchunked(answer.slice(split)) : answer.slice(split)).toBe(body);
      },
    ),
    { numRuns: 60 },
  );
});

function unchunked(encoded: string): string {
  let body = '';
  let at = 0;
  for (;;) {
    const line = encoded.indexOf('\r\n', at);
    const length = Number.parseInt(encoded.slice(at, line), 16);
    if (length === 0) {
      expect(encoded.slice(line)).toBe('\r\n\r\n');
      return body;
    }
    body += encoded.slice(line + 2, line + 2 + length);
    at = line + 2 + length + 2;
  }
}
