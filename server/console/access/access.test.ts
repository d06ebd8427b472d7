import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Front, startFront } from '../front.fixture.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const bearer = `Authorization: Bearer ${TOKEN}`;
const json = 'Content-Type: application/json';
const html = 'Accept: text/html,application/xhtml+xml,*/*;q=0.8';

let front: Front;
beforeAll(async () => (front = await startFront({ token: TOKEN, tls: true, allowedHosts: 'console.example.com' })));
afterAll(() => front.close());

/** Signs in; the cookie for further requests. */
async function signIn(some: Front): Promise<string> {
  const { code, headers } = await some.request('POST', '/console/v1/session', [json], JSON.stringify({ token: TOKEN }));
  expect(code).toBe(201);
  return `Cookie: ${headers['set-cookie']!.split(';')[0]}`;
}

describe('a request without a token', () => {
  test.each([
    '/livez',
    '/readyz',
    '/healthz',
    '/version',
    '/sign-in',
    '/console/v1/session',
    '/_next/static/a.js',
    '/icon.svg',
  ])('%s is for everybody', async (target) => expect((await front.request('GET', target)).code).toBe(200));

  test.each([
    '/api',
    '/apis',
    '/api/v1/namespaces',
    '/apis/gateway.networking.k8s.io/v1/httproutes?watch=1',
    '/openapi/v3',
    '/metrics',
    '/console/v1/state',
    '/console/v1/stream',
    '/console/v1/session/',
    '/console/v1/export',
    '/console/v1/nothing',
    '/livez/ping',
    '/',
    '/routes',
    '/_next/image?url=x',
    '/_next/data/x.json',
    '/sign-in/x',
    '/Livez',
    '/livez%2f',
  ])("%s is answered with the API server's 401", async (target) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { code, headers, body } = await front.request(method, target);
      expect(code).toBe(401);
      expect(headers['content-type']).toBe('application/json');
      expect(headers['www-authenticate']).toBe('Bearer realm="switchyard"');
      expect(JSON.parse(body)).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      });
    }
  });

  test('a browser that goes to a page comes to the sign-in page, which leads back', async () => {
    const location = async (target: string, ...more: string[]): Promise<string | undefined> =>
      (await front.request('GET', target, [html, ...more])).headers.location;
    expect(await location('/')).toBe('/sign-in');
    expect(await location('/routes?ns=shop&q=a%20b')).toBe('/sign-in?next=%2Froutes%3Fns%3Dshop%26q%3Da%2520b');
    expect(await location('/routes', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Site: none')).toBe(
      '/sign-in?next=%2Froutes',
    );
    // scripts get the 401
    expect(await location('/routes', 'Sec-Fetch-Mode: cors')).toBe(undefined);
    expect(await location('/routes', 'RSC: 1')).toBe(undefined);
    expect(await location('/api/v1/namespaces')).toBe(undefined);
  });
});

describe('a bearer token', () => {
  test.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER   ${TOKEN}`])('%s is let in', async (value) => {
    for (const target of ['/api/v1/namespaces', '/console/v1/state', '/metrics', '/routes'])
      expect((await front.request('GET', target, [`Authorization: ${value}`])).code).toBe(200);
  });

  test.each([
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Bearer ${TOKEN.toUpperCase()}`,
    'Bearer',
    `Basic ${Buffer.from(`admin:${TOKEN}`).toString('base64')}`,
    TOKEN,
    `Bearer ${TOKEN} ${TOKEN}`,
    `Token ${TOKEN}`,
  ])('%s is not', async (value) => {
    expect((await front.request('GET', '/api/v1/namespaces', [`Authorization: ${value}`])).code).toBe(401);
  });

  test('a wrong one is refused also where none is needed, as the API server does', async () => {
    expect((await front.request('GET', '/livez', ['Authorization: Bearer wrong'])).code).toBe(401);
  });

  test('it does not help in a query or a cookie', async () => {
    const target = `/api/v1/namespaces?access_token=${TOKEN}&token=${TOKEN}`;
    expect((await front.request('GET', target)).code).toBe(401);
    for (const name of [`switchyard-${front.port}`, `__Host-switchyard-${front.port}`])
      expect((await front.request('GET', '/api', [`Cookie: ${name}=${TOKEN}`])).code).toBe(401);
  });

  test('a page of another site is refused, whatever it brings', async () => {
    expect((await front.request('GET', '/api', [bearer, 'Origin: https://evil.example.com'])).code).toBe(403);
  });
});

describe('a session', () => {
  test("its cookie is the browser's alone, and it opens everything", async () => {
    const { headers, body } = await front.request(
      'POST',
      '/console/v1/session',
      [json],
      JSON.stringify({ token: TOKEN }),
    );
    expect(headers['set-cookie']).toMatch(
      new RegExp(
        `^__Host-switchyard-${front.port}=[\\w-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$`,
      ),
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(body)).toMatchObject({ needed: true, signedIn: true });
    const cookie = `Cookie: other=1; ${headers['set-cookie']!.split(';')[0]}; more=2`;
    for (const target of ['/api/v1/namespaces', '/console/v1/state', '/routes'])
      expect((await front.request('GET', target, [cookie])).code).toBe(200);
    expect(JSON.parse((await front.request('GET', '/console/v1/session', [cookie])).body)).toMatchObject({
      signedIn: true,
    });
  });

  test('its writes come from its own pages alone', async () => {
    const cookie = await signIn(front);
    const write = async (...more: string[]): Promise<number> =>
      (await front.request('POST', '/console/v1/validate', [cookie, json, ...more], '{}')).code;
    expect(await write(`Origin: https://127.0.0.1:${front.port}`)).toBe(200);
    expect(await write('Sec-Fetch-Site: same-origin')).toBe(200);
    expect(await write('Origin: https://evil.example.com')).toBe(403);
    expect(await write('Origin: null')).toBe(403);
    expect(await write('Sec-Fetch-Site: cross-site')).toBe(403);
    expect(await write('Sec-Fetch-Site: same-site')).toBe(403);
  });

  test('signing out ends it, with the streams that are open in it, and leaves others alone', async () => {
    const [mine, other] = [await signIn(front), await signIn(front)];
    const stream = front.request('GET', '/console/v1/stream', [mine]);
    const watch = front.request('GET', '/api/v1/namespaces?watch=1', [mine]);
    const { code, headers } = await front.request('DELETE', '/console/v1/session', [mine]);
    expect(code).toBe(200);
    expect(headers['set-cookie']).toContain('Max-Age=0');
    expect((await stream).code).toBe(200);
    expect((await watch).code).toBe(200);
    expect((await front.request('GET', '/api', [mine])).code).toBe(401);
    expect((await front.request('GET', '/api', [other])).code).toBe(200);
  });

  test.each([
    ['a wrong token', JSON.stringify({ token: 'wrong' }), 401],
    ['no token', '{}', 422],
    ['another type', JSON.stringify({ token: [TOKEN] }), 422],
    ['no object', 'null', 422],
    ['no JSON', TOKEN, 400],
  ])('%s begins none', async (_what, body, expected) => {
    const { code, headers } = await front.request('POST', '/console/v1/session', [json], body);
    expect(code).toBe(expected);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('a form of another site cannot sign anybody in', async () => {
    const headers = [json, 'Origin: https://evil.example.com'];
    const { code } = await front.request('POST', '/console/v1/session', headers, JSON.stringify({ token: TOKEN }));
    expect(code).toBe(403);
  });
});

test('without TLS the cookie is not Secure, unless a proxy ends TLS in front', async () => {
  const plain = await startFront({ token: TOKEN, allowedHosts: 'console.example.com' });
  try {
    const cookie = async (...more: string[]): Promise<string | undefined> =>
      (await plain.request('POST', '/console/v1/session', [json, ...more], JSON.stringify({ token: TOKEN }))).headers[
        'set-cookie'
      ];
    expect(await cookie()).toMatch(
      new RegExp(`^switchyard-${plain.port}=[^;]+; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict$`),
    );
    const secure = await cookie('Host: console.example.com', 'Origin: https://console.example.com');
    expect(secure).toMatch(/^__Host-.*; Secure$/);
    expect((await plain.request('GET', '/api', [`Cookie: ${secure!.split(';')[0]}`])).code).toBe(200);
  } finally {
    await plain.close();
  }
});

test('wrong tokens are slowed down, sessions go on, and another address is not concerned', async () => {
  const guarded = await startFront({ token: TOKEN });
  try {
    const cookie = await signIn(guarded);
    const attempt = (token: string) => guarded.request('GET', '/api', [`Authorization: Bearer ${token}`]);
    for (let i = 0; i < 10; i++) expect((await attempt(`guess-number-${i}`)).code).toBe(401);
    const { code, headers, body } = await attempt('guess-number-10');
    expect(code).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(body)).toMatchObject({ kind: 'Status', reason: 'TooManyRequests', code: 429 });
    // the right one is as good as a guess now
    expect((await attempt(TOKEN)).code).toBe(429);
    expect((await guarded.request('POST', '/console/v1/session', [json], JSON.stringify({ token: TOKEN }))).code).toBe(
      429,
    );
    expect((await guarded.request('GET', '/api', [cookie])).code).toBe(200);
  } finally {
    await guarded.close();
  }
});

test('a console without a token asks nobody, and says so', async () => {
  const open = await startFront();
  try {
    expect((await open.request('GET', '/api')).code).toBe(200);
    expect(JSON.parse((await open.request('GET', '/console/v1/session')).body)).toEqual({
      needed: false,
      signedIn: true,
      expires: null,
    });
    const { code } = await open.request('POST', '/console/v1/session', [json], JSON.stringify({ token: TOKEN }));
    expect(code).toBe(404);
    expect(JSON.parse((await open.request('GET', '/console/v1/state')).body)).toMatchObject({ tokenNeeded: false });
  } finally {
    await open.close();
  }
});
