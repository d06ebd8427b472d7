import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compressStatic } from '../../scripts/compress-static.mjs';
import { StaticFiles } from './static-files.ts';

const SCRIPT = 'console.log("a script that is long enough");\n'.repeat(50);
let folder: string;
let server: Server;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-static-'));
  mkdirSync(path.join(folder, 'static/chunks'), { recursive: true });
  writeFileSync(path.join(folder, 'static/chunks/long.js'), SCRIPT);
  writeFileSync(path.join(folder, 'static/chunks/short.js'), '1;');
  writeFileSync(path.join(folder, 'secret.js.br'), 'not for the public');
  await compressStatic(path.join(folder, 'static'));
  const files = new StaticFiles(path.join(folder, 'static'));
  server = createServer((incoming, response) => {
    const answer = async () => {
      if (!(await files.serve(incoming, response))) response.writeHead(418).end();
    };
    void answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function get(target: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ code: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const asked = request({ port, path: target, headers, method, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ code: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.once('error', reject).end();
  });
}

const LONG = '/_next/static/chunks/long.js';

test('a script of the build is sent as it was compressed, in the coding that the client takes', async () => {
  const brotli = await get(LONG, { 'accept-encoding': 'gzip, deflate, br' });
  expect(brotli.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=UTF-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  expect(brotliDecompressSync(brotli.body).toString()).toBe(SCRIPT);
  const zipped = await get(LONG, { 'accept-encoding': 'gzip, br;q=0' });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.body).toString()).toBe(SCRIPT);
});

test('a HEAD has the headers alone', async () => {
  const { body, headers } = await get(LONG, { 'accept-encoding': 'br' }, 'HEAD');
  expect(body).toHaveLength(0);
  expect(Number(headers['content-length'])).toBeGreaterThan(0);
});

test.each([
  ['a client that takes no coding', LONG, {}],
  ['a part of a file', LONG, { 'accept-encoding': 'br', range: 'bytes=0-9' }],
  ['a file that was too short to compress', '/_next/static/chunks/short.js', { 'accept-encoding': 'br' }],
  ['a file outside the folder', '/_next/static/../secret.js', { 'accept-encoding': 'br' }],
  ['a file outside the folder, encoded', '/_next/static/..%2fsecret.js', { 'accept-encoding': 'br' }],
  ['a name that is not well encoded', '/_next/static/%E0%A4%A.js', { 'accept-encoding': 'br' }],
  ['the compressed file by its own name', `${LONG}.br`, { 'accept-encoding': 'br' }],
  ['a page', '/routes', { 'accept-encoding': 'br' }],
])('%s is left to others', async (_what, target, headers) => {
  expect((await get(target, headers)).code).toBe(418);
});
