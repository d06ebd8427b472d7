import { expect, test } from '@playwright/test';
import { startProduct } from './support/product.ts';

test('one command starts everything and prints one URL, and ending it ends everything', async () => {
  const product = await startProduct();
  await expect.poll(() => product.output()).toContain(`ready at ${product.url}`);
  const urls = new Set(product.output().match(/https?:\/\/\S+/g));
  expect([...urls]).toEqual([product.url]);
  const page = await fetch(product.url);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self' 'nonce-");

  const started = Date.now();
  const code = await product.stop();
  expect(code).toBe(0);
  expect(Date.now() - started).toBeLessThan(30_000);
  expect(product.output()).toContain('stopped.');
  await expect(fetch(product.url)).rejects.toThrow();
});

test('a page of another site and a foreign Host are refused', async ({ request }) => {
  const product = await startProduct();
  try {
    const foreign = await request.post(`${product.url}/console/v1/examples/round-robin`, {
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(foreign.status()).toBe(403);
    const rebound = await request.get(`${product.url}/console/v1/state`, { headers: { host: 'elsewhere.example' } });
    expect(rebound.status()).toBe(403);
  } finally {
    await product.stop();
  }
});
