import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuse } from './doors.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((request, response) => {
    const refusal = refuse(request, ['console.example.com']);
    response.statusCode = refusal === null ? 200 : refusal.status;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

function ask(method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    send({ host: '127.0.0.1', port, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });
}

test.each([
  ['GET', { host: '127.0.0.1:7080' }],
  ['GET', { host: 'localhost' }],
  ['GET', { host: 'LOCALHOST:7080' }],
  ['GET', { host: '[::1]:7080' }],
  ['GET', { host: 'console.example.com' }],
  ['POST', { host: '127.0.0.1:7080' }],
  ['POST', { host: '127.0.0.1:7080', origin: 'http://127.0.0.1:7080' }],
  ['PUT', { host: 'console.example.com', origin: 'http://console.example.com' }],
  ['POST', { host: '127.0.0.1:7080', 'sec-fetch-site': 'same-origin' }],
])('%s with %o is let in', async (method, headers) => {
  expect(await ask(method, headers)).toBe(200);
});

test.each([
  ['GET', { host: 'evil.example.com' }],
  ['GET', { host: '127.0.0.1.evil.example.com' }],
  ['GET', { host: 'localhost.evil.example.com:7080' }],
  ['GET', { host: '127.0.0.1:7080@evil.example.com' }],
  ['GET', { host: 'a b' }],
  ['POST', { host: '127.0.0.1:7080', origin: 'http://evil.example.com' }],
  ['POST', { host: '127.0.0.1:7080', origin: 'null' }],
  ['POST', { host: '127.0.0.1:7080', origin: 'http://127.0.0.1:8080' }],
  ['POST', { host: '127.0.0.1:7080', origin: 'https://127.0.0.1:7080' }],
  ['DELETE', { host: '127.0.0.1:7080', 'sec-fetch-site': 'cross-site' }],
  ['GET', { host: '127.0.0.1:7080', origin: 'http://evil.example.com' }],
])('%s with %o is refused', async (method, headers) => {
  expect(await ask(method, headers)).toBe(403);
});
