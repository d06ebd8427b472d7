import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../balancing/types.ts';
import { type Backend, fixedBackend, httpBackend, tcpBackend } from './testing/backends.ts';
import { raw, send } from './testing/clients.ts';
import { TestProxy } from './testing/proxy.ts';
import { forward, snapshotOf, type TestRule } from './testing/snapshot.ts';

const HOST = '127.78.2.1';
const PORT = 21_201;
const AT = { host: HOST, port: PORT };
let proxy: TestProxy;
const backends: Backend[] = [];

async function add(backend: Promise<Backend>): Promise<Endpoint> {
  const made = await backend;
  backends.push(made);
  return made.endpoint;
}

beforeAll(async () => {
  const echo = await add(
    httpBackend('127.78.2.10', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const body = Buffer.concat(pieces).toString();
        response.setHeader('x-backend', 'echo');
        response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.rawHeaders, body }));
      });
    }),
  );
  const upgrade = await add(
    tcpBackend('127.78.2.12', (socket) => {
      let switched = false;
      socket.on('data', (chunk) => {
        if (switched) socket.write(`echo ${chunk.toString()}`);
        else
          socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello ');
        switched = true;
      });
      socket.on('end', () => socket.end());
    }),
  );
  const answers: Record<string, string> = {
    '/continue': 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    '/chunked':
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n',
    '/nocontent': 'HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n',
    '/notmodified': 'HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\n\r\n',
    '/hop': 'HTTP/1.1 200 OK\r\nConnection: x-hop\r\nKeep-Alive: timeout=5\r\nServer: s\r\nContent-Length: 0\r\n\r\n',
    '/twolengths': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na',
    '/nohttp': 'SSH-2.0-OpenSSH\r\n',
  };
  const rules: TestRule[] = [
    { path: '/', action: forward({ type: 'RoundRobin' }, [echo]) },
    { path: '/upgrade', action: forward({ type: 'RoundRobin' }, [upgrade]) },
    { path: '/refused', action: forward({ type: 'RoundRobin' }, [{ address: '127.78.2.99', port: 9 }]) },
    { path: '/empty', action: forward({ type: 'RoundRobin' }, []) },
    {
      path: '/untilclose',
      action: forward({ type: 'RoundRobin' }, [
        await add(
          tcpBackend('127.78.2.13', (socket) => {
            socket.on('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nuntil the end'));
          }),
        ),
      ]),
    },
    {
      path: '/reset',
      action: forward({ type: 'RoundRobin' }, [
        await add(tcpBackend('127.78.2.14', (socket) => socket.on('data', () => socket.destroy()))),
      ]),
    },
    {
      path: '/cut',
      action: forward({ type: 'RoundRobin' }, [
        await add(
          tcpBackend('127.78.2.15', (socket) => {
            socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'));
          }),
        ),
      ]),
    },
  ];
  let next = 20;
  for (const [path, answer] of Object.entries(answers)) {
    const endpoint = await add(fixedBackend(`127.78.2.${next++}`, answer));
    rules.push({ path, action: forward({ type: 'RoundRobin' }, [endpoint]) });
  }
  proxy = await TestProxy.start();
  await proxy.console.serve(snapshotOf(rules, { address: HOST, port: PORT }));
});
afterAll(async () => {
  await proxy.stop();
  for (const backend of backends) backend.close();
});

/** What the echo backend saw of a raw request. */
async function seen(request: string): Promise<{ method: string; url: string; headers: string[]; body: string }> {
  const answer = await raw(HOST, PORT, request);
  const json = /\{.*\}/s.exec(answer);
  if (json === null) throw new Error(`no echo: ${answer}`);
  return JSON.parse(json[0]) as { method: string; url: string; headers: string[]; body: string };
}

const BODY_503 = 'upstream connect error or disconnect/reset before headers. reset reason: ';

test('the backend gets the client fields in order, without those of the connection, and those of the proxy', async () => {
  const { headers, url } = await seen(
    'GET /a?x=1 HTTP/1.1\r\nHost: Example.com:80\r\nX-B: 1\r\nConnection: close, x-hop\r\nx-hop: 1\r\nKeep-Alive: 5\r\n' +
      'X-Forwarded-For: 9.9.9.9\r\nX-Request-Id: mine\r\nX-Forwarded-Proto: https\r\nX-Envoy-Max-Retries: 3\r\nTE: trailers\r\n\r\n',
  );
  expect(url).toBe('/a?x=1');
  const names = headers.filter((_, i) => i % 2 === 0);
  expect(names).toEqual([
    'host',
    'x-b',
    'te',
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-envoy-external-address',
    'x-request-id',
  ]);
  const value = (name: string): string => headers[headers.indexOf(name) + 1]!;
  expect(value('x-forwarded-for')).toMatch(/^9\.9\.9\.9,\d+\.\d+\.\d+\.\d+$/);
  expect(value('x-forwarded-proto')).toBe('http');
  expect(value('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
});

test('bodies with a length, in chunks and byte by byte arrive whole', async () => {
  const close = 'Host: a\r\nConnection: close\r\n';
  expect((await seen(`POST / HTTP/1.1\r\n${close}Content-Length: 5\r\n\r\nhello`)).body).toBe('hello');
  const chunked = await seen(
    `POST / HTTP/1.1\r\n${close}Transfer-Encoding: Chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX-Trailer: 1\r\n\r\n`,
  );
  expect(chunked.body).toBe('hello');
  expect(chunked.headers).toContain('transfer-encoding');
  const text = `POST /p HTTP/1.1\r\n${close}Content-Length: 3\r\n\r\nabc`;
  const answer = await raw(
    HOST,
    PORT,
    text.split(/(?<=[\s\S]{7})(?=(?:[\s\S]{7})+$)/).flatMap((piece) => piece.match(/.{1,7}/gs)!),
  );
  expect(answer).toContain('"body":"abc"');
});

test('Expect: 100-continue is answered by the proxy and not passed on', async () => {
  const answer = await raw(HOST, PORT, [
    'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n',
    '',
    '',
    'ab',
  ]);
  expect(answer.startsWith('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n')).toBe(true);
  expect(answer).toContain('"body":"ab"');
  expect(answer).not.toContain('expect');
});

test('pipelined requests are answered in order on one connection', async () => {
  const requests = Array.from({ length: 20 }, (_, i) => `GET /r${i} HTTP/1.1\r\nHost: a\r\n\r\n`).join('');
  const answer = await raw(
    HOST,
    PORT,
    `${requests}POST /last HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab`,
  );
  const urls = [...answer.matchAll(/"url":"([^"]+)"/g)].map((match) => match[1]);
  expect(urls).toEqual([...Array.from({ length: 20 }, (_, i) => `/r${i}`), '/last']);
});

test('a HEAD request gets the head alone', async () => {
  const answer = await raw(HOST, PORT, 'HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer.endsWith('\r\n\r\n')).toBe(true);
  expect(await raw(HOST, PORT, 'HEAD /empty HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain(
    'HTTP/1.1 503',
  );
});

test('responses: interim ones are dropped, chunked ones pass, 204 and 304 have no body', async () => {
  expect(await send({ ...AT, path: '/continue' })).toMatchObject({ status: 200, body: 'ok' });
  expect(await send({ ...AT, path: '/chunked' })).toMatchObject({ status: 200, body: 'abcde' });
  const none = await send({ ...AT, path: '/nocontent' });
  expect(none).toMatchObject({ status: 204, body: '' });
  expect(none.headers['content-length']).toBeUndefined();
  const same = await send({ ...AT, path: '/notmodified' });
  expect(same.status).toBe(304);
  expect(same.headers['content-length']).toBe('77');
});

test('a response without a length until the end is sent on in chunks, and the connection stays', async () => {
  const answer = await raw(
    HOST,
    PORT,
    'GET /untilclose HTTP/1.1\r\nHost: a\r\n\r\nGET /continue HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toContain('transfer-encoding: chunked\r\n\r\nd\r\nuntil the end\r\n0\r\n\r\nHTTP/1.1 200 OK');
});

test("fields of the backend's connection are removed, its server stays, a date is added", async () => {
  const { headers } = await send({ ...AT, path: '/hop' });
  expect(headers['keep-alive']).toBeUndefined();
  expect(headers.server).toBe('s');
  expect(headers.date).toBeDefined();
});

test('a backend that fails is answered for as Envoy does', async () => {
  expect(await send({ ...AT, path: '/refused' })).toMatchObject({
    status: 503,
    body: `${BODY_503}remote connection failure`,
    headers: { 'content-type': 'text/plain' },
  });
  expect(await send({ ...AT, path: '/reset' })).toMatchObject({
    status: 503,
    body: `${BODY_503}connection termination`,
  });
  for (const path of ['/twolengths', '/nohttp']) {
    expect(await send({ ...AT, path })).toMatchObject({ status: 502, body: `${BODY_503}protocol error` });
  }
  expect(await send({ ...AT, path: '/empty' })).toMatchObject({ status: 503, body: 'no healthy upstream' });
  const cut = await raw(HOST, PORT, 'GET /cut HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(cut.startsWith('HTTP/1.1 200 OK')).toBe(true);
  expect(cut.endsWith('\r\n\r\nhalf')).toBe(true);
});

test('a websocket upgrade becomes a tunnel; other protocols are refused or ignored', async () => {
  const head = 'GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const answer = await raw(HOST, PORT, [head, '', '', 'one', '', '', 'two'], 600);
  expect(answer).toContain('HTTP/1.1 101 Switching Protocols\r\n');
  expect(answer).toContain('connection: Upgrade\r\n');
  expect(answer.endsWith('\r\n\r\nhello echo oneecho two')).toBe(true);
  const other = await raw(HOST, PORT, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n');
  expect(other).toMatch(/^HTTP\/1\.1 403 /);
  const { headers } = await seen('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n');
  expect(headers).not.toContain('upgrade');
});

test('targets are normalised, redirected or refused before they are matched', async () => {
  const first = async (target: string, host = 'a'): Promise<string> =>
    (await raw(HOST, PORT, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).split('\r\n')[0]!;
  const url = async (target: string): Promise<string> =>
    (await seen(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)).url;
  expect(await url('//a//b/../c?x=//..')).toBe('/a/c?x=//..');
  expect(await url('/a%41')).toBe('/aA');
  const absolute = await seen('GET http://other.example/p?q HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(absolute.url).toBe('/p?q');
  expect(absolute.headers[absolute.headers.indexOf('host') + 1]).toBe('other.example');
  const redirect = await raw(HOST, PORT, 'GET /a%2Fb HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(redirect).toMatch(/^HTTP\/1\.1 307 [\s\S]*location: \/a\/b\r\n/);
  expect(await first('/a#b')).toContain(' 400 ');
  expect(await first('https://a/')).toContain(' 403 ');
  expect(await first('*')).toContain(' 400 ');
  expect(await raw(HOST, PORT, 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 404 /,
  );
  expect(await first('/', 'a/b')).toContain(' 400 ');
  expect(await first('/', 'a\r\nHost: b')).toContain(' 404 ');
});

test('what could be read in two ways is refused, and the connection closed', async () => {
  const head = 'POST / HTTP/1.1\r\nHost: a\r\n';
  const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
  const cases: [string, number][] = [
    [`${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    [`${head}Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd`, 400],
    [`${head}Content-Length: +4\r\n\r\nabcd`, 400],
    [`${head}Content-Length: 4 \r\n 5\r\n\r\nabcd`, 400],
    [`${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, 501],
    [`${head}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`, 400],
    [`${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`, 400],
    [`${head}Transfer_Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    [`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
    [`${head}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n`, 400],
    [`${head}Transfer-Encoding: chunked\r\n\r\n1\nab\r\n0\r\n\r\n`, 400],
    [`${head}Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n`, 400],
    [`GET / HTTP/1.0\r\nHost: a\r\n\r\n`, 426],
    [`get / HTTP/1.1\r\nHost: a\r\n\r\n`, 400],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n`, 400],
    [`GET / HTTP/1.1\r\n\r\n`, 400],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(62_000)}\r\n\r\n`, 431],
    [`GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(101)}\r\n`, 431],
  ];
  for (const [request, status] of cases) {
    const answer = await raw(HOST, PORT, request + smuggled);
    expect([request.slice(0, 90), /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]]).toEqual([
      request.slice(0, 90),
      String(status),
    ]);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(answer).toContain('connection: close\r\n');
  }
});

test('no answer carries bytes of another client, and no bad input ends the worker', async () => {
  const noise = Array.from({ length: 300 }, (_, i) =>
    raw(
      HOST,
      PORT,
      Buffer.from(Array.from({ length: 200 }, (_, j) => (i * 31 + j * 17 * i) % 256)).toString('latin1'),
      1_500,
    ),
  );
  const good = Array.from({ length: 50 }, (_, i) => send({ ...AT, path: `/good${i}` }));
  await Promise.all(noise);
  for (const [i, answer] of (await Promise.all(good)).entries()) expect(answer.body).toContain(`"url":"/good${i}"`);
  expect(proxy.output).toBe('');
});
