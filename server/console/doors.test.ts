import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Front, startFront } from './front.fixture.ts';

let plain: Front;
let secure: Front;
beforeAll(async () => {
  const allowedHosts = 'console.example.com, 2001:db8::1';
  plain = await startFront({ allowedHosts });
  secure = await startFront({ allowedHosts, tls: true });
});
afterAll(async () => {
  await plain.close();
  await secure.close();
});

/** Fills in the port of the server. */
const at = (front: Front, text: string): string => text.replaceAll('PORT', String(front.port));

describe('a Host', () => {
  test.each([
    '127.0.0.1:PORT',
    '127.0.0.1',
    '127.0.0.1:8080',
    '127.9.8.7:PORT',
    'localhost',
    'LOCALHOST:PORT',
    'localhost.:PORT',
    '[::1]:PORT',
    '[0:0:0:0:0:0:0:1]:PORT',
    'console.example.com',
    'Console.Example.Com.:PORT',
    '[2001:DB8:0::1]',
  ])('%s is let in', async (host) => {
    expect((await plain.request('GET', '/livez', [`Host: ${at(plain, host)}`])).code).toBe(200);
  });

  test.each([
    '',
    ' ',
    'evil.example.com',
    '127.0.0.1.evil.example.com',
    'localhost.evil.example.com:PORT',
    'evil.localhost',
    'xlocalhost',
    'console.example.com.evil.example',
    'evil.console.example.com',
    '127.1',
    '127.0.1',
    '0x7f.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '127.0.0.1.:x',
    '127.0.0.01',
    '0.0.0.0',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::1%25lo]',
    '[::1%lo]',
    '[fe80::1%25eth0]',
    '[localhost]',
    '::1',
    '127.0.0.1:PORT@evil.example.com',
    'evil.example.com@127.0.0.1',
    'user:pass@127.0.0.1',
    '127.0.0.1:PORT:80',
    '127.0.0.1:',
    '127.0.0.1:-1',
    '127.0.0.1:123456',
    '127.0.0.1/path',
    '127.0.0.1?x',
    '127.0.0.1#x',
    '127.0.0.1, evil.example.com',
    'evil.example.com, 127.0.0.1',
    'a b',
    'localhost..',
    '\xe9vil.example.com',
  ])('"%s" is refused', async (host) => {
    const { code, body } = await plain.request('GET', '/livez', [`Host: ${at(plain, host)}`]);
    expect(code).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ kind: 'Status', reason: 'Forbidden', code: 403 });
    expect(body).toContain('SWITCHYARD_ALLOWED_HOSTS');
  });

  test.each([
    ['two that differ', 'Host: 127.0.0.1\r\nHost: evil.example.com\r\n'],
    ['two that are the same', 'Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n'],
    ['two, in other case', 'HOST: evil.example.com\r\nhost: 127.0.0.1\r\n'],
    ['none in HTTP/1.1', ''],
    ['one with a blank before its colon', 'Host : 127.0.0.1\r\n'],
    ['one on a folded line', 'X: a\r\n Host: 127.0.0.1\r\n'],
  ])('%s: 400', async (_what, lines) => {
    expect((await plain.ask(`GET /livez HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`)).code).toBe(400);
  });

  test('none in HTTP/1.0 is refused, and one is let in', async () => {
    expect((await plain.ask('GET /livez HTTP/1.0\r\n\r\n')).code).toBe(403);
    expect((await plain.ask('GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n')).code).toBe(200);
  });

  test('it is judged before anything else, on every path and method', async () => {
    for (const target of ['/', '/api/v1/namespaces', '/console/v1/stream', '/_next/static/x.js', '/metrics'])
      for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE'])
        expect((await plain.request(method, target, ['Host: evil.example.com'])).code).toBe(403);
  });
});

describe('a request target', () => {
  test.each([
    ['http://127.0.0.1:PORT/livez', '127.0.0.1:PORT'],
    ['HTTP://LOCALHOST:PORT/livez', 'localhost:PORT'],
    ['http://console.example.com/livez', 'console.example.com:80'],
    ['http://[::1]:PORT/livez', '[0:0::1]:PORT'],
  ])('%s with the Host %s is read as its path', async (target, host) => {
    const { code, body } = await plain.request('GET', at(plain, target), [`Host: ${at(plain, host)}`]);
    expect({ code, body }).toEqual({ code: 200, body: 'ok' });
  });

  test('an absolute one without a path is the first page', async () => {
    expect((await plain.request('GET', at(plain, 'http://127.0.0.1:PORT'))).body).toBe('page /');
    expect((await plain.request('GET', at(plain, 'http://127.0.0.1:PORT?q=1'))).body).toBe('page /?q=1');
  });

  test.each([
    'http://evil.example.com/livez',
    'http://127.0.0.1:1/livez',
    'http://127.0.0.1:PORT@evil.example.com/livez',
    'http://evil@127.0.0.1:PORT/livez',
    'https://evil.example.com/livez',
    'ftp://127.0.0.1:PORT/livez',
    '//evil.example.com/livez',
    '//console/v1/state',
    '/livez/../console/v1/state',
    '/_next/static/../../console/v1/state',
    '/_next/static/%2e%2e/%2E./console/v1/state',
    '/_next/static/.%2e/x',
    '/./livez',
    '/livez/.',
    '/_next\\..\\console/v1/state',
  ])('%s with the Host 127.0.0.1 is refused', async (target) => {
    expect((await plain.request('GET', at(plain, target))).code).toBe(400);
  });
});

describe('a page', () => {
  const OWN = 'Origin: http://127.0.0.1:PORT';
  test.each([
    ['POST', []],
    ['POST', [OWN]],
    ['POST', ['Sec-Fetch-Site: same-origin', OWN]],
    ['POST', ['Sec-Fetch-Site: none']],
    ['POST', ['Referer: http://127.0.0.1:PORT/routes?x=1']],
    ['POST', ['Host: console.example.com', 'Origin: http://console.example.com']],
    ['POST', ['Host: console.example.com', 'Origin: https://console.example.com']],
    ['POST', ['Host: console.example.com:80', 'Origin: http://console.example.com']],
    ['POST', ['Host: [::1]:PORT', 'Origin: http://[::1]:PORT']],
    ['POST', ['Content-Type: text/plain', 'User-Agent: curl/8.5.0']],
    ['GET', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document']],
    ['GET', ['Referer: http://evil.example.com/']],
  ])('%s with %o is let in', async (method, headers) => {
    const { code } = await plain.request(
      method,
      '/console/v1/validate',
      headers.map((line) => at(plain, line)),
      method === 'POST' ? '{}' : '',
    );
    expect(code).toBe(method === 'POST' ? 200 : 405);
  });

  test.each([
    ['POST', ['Origin: http://evil.example.com']],
    ['POST', ['Origin: null']],
    ['POST', ['Origin: ']],
    ['POST', ['Origin: http://127.0.0.1:1']],
    ['POST', ['Origin: http://127.0.0.1']],
    ['POST', ['Origin: https://127.0.0.1:PORT']],
    ['POST', ['Origin: http://localhost:PORT']],
    ['POST', ['Origin: http://127.0.0.1:PORT.evil.example.com']],
    ['POST', ['Origin: http://127.0.0.1:PORT@evil.example.com']],
    ['POST', ['Origin: http://x@127.0.0.1:PORT']],
    ['POST', ['Origin: http://127.0.0.1:PORT/']],
    ['POST', ['Origin: file://']],
    ['POST', [OWN, 'Origin: http://evil.example.com']],
    ['POST', ['Origin: http://evil.example.com', OWN]],
    ['POST', [OWN, OWN]],
    ['POST', ['Host: console.example.com', 'Origin: https://console.example.com:8443']],
    ['POST', ['Host: console.example.com:8080', 'Origin: http://console.example.com']],
    ['POST', ['Referer: http://evil.example.com/127.0.0.1:PORT/']],
    ['POST', ['Referer: about:blank']],
    ['POST', ['Sec-Fetch-Site: cross-site']],
    ['POST', ['Sec-Fetch-Site: same-site']],
    ['POST', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document']],
    ['DELETE', ['Sec-Fetch-Site: cross-site']],
    ['GET', ['Origin: http://evil.example.com']],
    // a script, an image, a frame, a prefetch, a form that is sent by GET into a frame
    ['GET', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: script']],
    ['GET', ['Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image']],
    ['GET', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe']],
    ['GET', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: empty']],
    ['OPTIONS', ['Origin: http://evil.example.com', 'Access-Control-Request-Method: POST']],
    ['HEAD', ['Origin: null']],
  ])('%s with %o is refused', async (method, headers) => {
    for (const target of ['/console/v1/validate', '/console/v1/stream', '/api/v1/namespaces', '/']) {
      const { code, headers: answered } = await plain.request(
        method,
        target,
        headers.map((line) => at(plain, line)),
        method === 'POST' ? '{}' : '',
      );
      expect(code).toBe(403);
      expect(Object.keys(answered).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  test('over TLS its Origin must be https', async () => {
    const code = async (origin: string, host = 'localhost:PORT'): Promise<number> =>
      (
        await secure.request(
          'POST',
          '/console/v1/validate',
          [`Host: ${at(secure, host)}`, `Origin: ${at(secure, origin)}`],
          '{}',
        )
      ).code;
    expect(await code('https://localhost:PORT')).toBe(200);
    expect(await code('https://console.example.com', 'console.example.com')).toBe(200);
    expect(await code('http://localhost:PORT')).toBe(403);
    expect(await code('http://console.example.com', 'console.example.com')).toBe(403);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'TEXT/PLAIN;a=b'])(
    'a form of %s in a browser that tells nothing of its page is refused',
    async (type) => {
      const headers = [`Content-Type: ${type}`, 'User-Agent: Mozilla/5.0 (X11; rv:52.0) Gecko/20100101 Firefox/52.0'];
      for (const target of ['/console/v1/examples/round-robin', '/console/v1/import', '/api/v1/namespaces'])
        expect((await plain.request('POST', target, headers, '{}')).code).toBe(415);
    },
  );

  test('no GET changes anything', async () => {
    const before = (await plain.request('GET', '/console/v1/export')).body;
    for (const target of ['/console/v1/examples/round-robin', '/console/v1/import', '/console/v1/validate'])
      expect((await plain.request('GET', target)).code).toBe(405);
    expect((await plain.request('GET', '/console/v1/export')).body).toBe(before);
  });

  test('an upgrade is not made, whoever asks', async () => {
    const ask = async (...more: string[]): Promise<number> => {
      const lines = ['GET /livez HTTP/1.1', `Host: 127.0.0.1:${plain.port}`, 'Connection: Upgrade, close', ...more];
      return (await plain.ask(`${lines.join('\r\n')}\r\n\r\n`)).code;
    };
    expect(await ask('Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Origin: http://evil.example.com')).toBe(403);
    expect(await ask('Upgrade: websocket', 'Sec-WebSocket-Version: 13')).toBe(200);
    expect(await ask('Upgrade: h2c')).toBe(200);
  });
});

test('bytes that are no HTTP are answered with 400 and the connection ends', async () => {
  for (const bytes of [
    '\x16\x03\x01\x02\x00\x01',
    'GET\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
  ])
    expect((await plain.ask(bytes)).code).toBe(400);
});
