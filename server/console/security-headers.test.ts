import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Front, startFront } from './front.fixture.ts';
import { contentSecurityPolicy } from './security-headers.ts';

let plain: Front;
let secure: Front;
beforeAll(async () => {
  plain = await startFront({ allowedHosts: 'console.example.com' });
  secure = await startFront({ tls: true, allowedHosts: 'console.example.com' });
});
afterAll(async () => {
  await plain.close();
  await secure.close();
});

test.each([
  ['GET', '/api/v1/namespaces', []],
  ['GET', '/nothing', []],
  ['GET', '/console/v1/state', []],
  ['POST', '/console/v1/state', []],
  ['GET', '/metrics', ['Host: evil.example.com']],
])('%s %s %o: nobody frames it, sniffs at it, runs or embeds it', async (method, target, headers) => {
  const answer = await plain.request(method, target, headers);
  expect(answer.headers).toMatchObject({
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(answer.headers['permissions-policy']).toContain('camera=()');
  expect(answer.headers).not.toHaveProperty('strict-transport-security');
  expect(answer.headers).not.toHaveProperty('x-powered-by');
});

test('TLS is made to last for names of the console, not for loopback, which others share', async () => {
  const sent = async (front: Front, host: string): Promise<string | undefined> =>
    (await front.request('GET', '/livez', [`Host: ${host}`])).headers['strict-transport-security'];
  expect(await sent(secure, 'console.example.com')).toBe('max-age=31536000');
  expect(await sent(secure, 'localhost')).toBe(undefined);
  expect(await sent(secure, '127.0.0.1')).toBe(undefined);
  expect(await sent(plain, 'console.example.com')).toBe(undefined);
});

test('pages run scripts of their own alone, and those in them by their nonce', () => {
  const policy = contentSecurityPolicy('abc', false);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-abc';");
  expect(policy).toContain("style-src-elem 'self' 'nonce-abc';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).not.toMatch(/https?:|\*|blob:/);
});
