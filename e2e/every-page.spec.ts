import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/product.ts';
import { call, generate, listenerUrl } from './support/traffic.ts';

const EMPTY = ['/', '/gateways', '/routes', '/policies', '/backends', '/traffic', '/import', '/export', '/objects'];
const FULL = [
  ...EMPTY,
  '/findings',
  '/objects/endpointslice',
  '/gateways/default/eg',
  '/gateways/default/eg/edit',
  '/gateways/new',
  '/routes/httproute/default/round-robin-route',
  '/routes/httproute/default/round-robin-route?tab=yaml',
  '/routes/httproute/default/round-robin-route/edit',
  '/routes/new',
  '/routes/new?kind=grpcroute',
  '/policies/backendtrafficpolicy/default/round-robin-policy',
  '/policies/backendtrafficpolicy/default/round-robin-policy/edit',
  '/policies/new',
  '/backends/service/default/backend',
  '/backends/new',
  '/objects/endpointslice/default/backend-1',
  '/objects/endpointslice/default/backend-1/edit',
  '/objects/service/default/backend/edit',
  '/traffic?scope=HTTPRoute/default/round-robin-route&only=2',
  '/routes/httproute/default/nowhere',
  '/nowhere',
];
const LOOKS = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

/** Opens a page and says what a visitor should never meet on it. */
async function faults(page: Page, url: string): Promise<string[]> {
  const found: string[] = [];
  const onError = (error: Error): void => {
    found.push(`error: ${error.message.split('\n')[0]}`);
  };
  page.on('pageerror', onError);
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 404'))
      found.push(`console: ${message.text()}`);
  });
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await page.waitForTimeout(700);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) found.push(`scrolls sideways by ${wide} px`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, nodes } of violations)
    found.push(`axe: ${id} at ${nodes.map((node) => node.target.join(' ')).join('; ')}`);
  page.removeAllListeners('pageerror');
  page.removeAllListeners('console');
  return found;
}

test.describe.configure({ mode: 'serial' });

for (const { width, height, colorScheme } of LOOKS) {
  test(`no page of the empty product has a fault, ${width} wide, ${colorScheme}`, async ({ browser, product }) => {
    test.setTimeout(400_000);
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    for (const path of EMPTY) {
      const list = await faults(page, product.url + path);
      if (list.length > 0) found[path] = list;
    }
    expect.soft(found).toEqual({});
    await context.close();
  });
}

test('the example is loaded and has traffic', async ({ product }) => {
  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  await listenerUrl(product.url);
  expect((await generate(product.url, { count: 300 })).state).toBe('done');
});

for (const { width, height, colorScheme } of LOOKS) {
  test(`no page of the example has a fault, ${width} wide, ${colorScheme}`, async ({ browser, product }) => {
    test.setTimeout(600_000);
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    for (const path of FULL) {
      const list = await faults(page, product.url + path);
      if (list.length > 0) found[path] = list;
    }
    expect.soft(found).toEqual({});
    await context.close();
  });
}
