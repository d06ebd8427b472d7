import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Front, readAnswer, startFront } from './front.fixture.ts';

const LIMIT = 3 << 20;
const TARGETS = ['/api/v1/namespaces', '/console/v1/validate', '/console/v1/generator', '/console/v1/import'];

let front: Front;
beforeAll(async () => (front = await startFront()));
afterAll(() => front.close());

const json = 'Content-Type: application/json';

test.each(TARGETS)('%s refuses a body over 3 MiB by its announced length, without asking for it', async (target) => {
  const { code, body, text } = await front.request('POST', target, [
    json,
    `Content-Length: ${LIMIT + 1}`,
    'Expect: 100-continue',
  ]);
  expect(text).not.toContain('100 Continue');
  expect(code).toBe(413);
  expect(JSON.parse(body)).toMatchObject({
    kind: 'Status',
    reason: 'RequestEntityTooLarge',
    message: 'Request entity too large: limit is 3145728',
    code: 413,
  });
});

test('a body over 3 MiB in chunks is refused, and read no further', async () => {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, ' '), Buffer.from('\r\n')]);
  const codes = TARGETS.map(async (target) => {
    const socket = await front.dial();
    socket.on('error', () => {});
    socket.write(`POST ${target} HTTP/1.1\r\nHost: localhost\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    // for ever, as fast as it is taken
    const pump = (): void => {
      while (socket.writable && socket.write(chunk));
    };
    socket.on('drain', pump);
    pump();
    return (await readAnswer(socket)).code;
  });
  expect(await Promise.all(codes)).toEqual([413, 413, 413, 413]);
});

test.each(TARGETS)('%s comes to its answer also for a client that sends all before it reads', async (target) => {
  const { code } = await front.request('POST', target, [json], ' '.repeat(LIMIT + 1));
  expect(code).toBe(413);
});

test('where no body is wanted there is an answer, and one that goes on for ever ends the connection', async () => {
  const codes = [
    ['DELETE', '/console/v1/generator'],
    ['GET', '/livez'],
    ['POST', '/console/v1/nothing'],
    ['GET', '/a-page'],
  ].map(async ([method, target]) => {
    const socket = await front.dial();
    socket.on('error', () => {});
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const trickle = setInterval(() => socket.writable && socket.write('1\r\nx\r\n'), 20);
    const { code } = await readAnswer(socket);
    clearInterval(trickle);
    return code;
  });
  expect(await Promise.all(codes)).toEqual([404, 200, 200, 200]);
});

test('a client that asks first is invited', async () => {
  const { text, code } = await front.request('POST', '/console/v1/validate', [json, 'Expect: 100-continue'], '{}');
  expect(text).toContain('100 Continue');
  expect(code).toBe(200);
});

test('a body of exactly 3 MiB is read', async () => {
  const text = 'a: b\n';
  const { code } = await front.request(
    'POST',
    '/console/v1/validate',
    ['Content-Type: application/yaml'],
    text + '#'.repeat(LIMIT - text.length),
  );
  expect(code).toBe(200);
});

test.each(TARGETS)('%s refuses a compressed body, however small', async (target) => {
  const small = gzipSync(Buffer.alloc(64 << 20)).toString('latin1');
  const { code, body } = await front.ask(
    `POST ${target} HTTP/1.1\r\nHost: localhost\r\n${json}\r\nContent-Encoding: gzip\r\nContent-Length: ${small.length}\r\nConnection: close\r\n\r\n${small}`,
  );
  expect(code).toBe(400);
  expect(body).toContain('Content-Encoding gzip');
});

test('one that is not compressed says so or nothing', async () => {
  const { code } = await front.request('POST', '/console/v1/validate', [json, 'Content-Encoding: identity'], '{}');
  expect(code).toBe(200);
});
