import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from './support/product.ts';
import { cutOff, focusFaults, moving, unmarked } from './support/sight.ts';
import { call, generate, listenerUrl } from './support/traffic.ts';

const EMPTY = ['/', '/traffic'];
const FULL = [
  '/',
  '/gateways',
  '/gateways/default/eg',
  '/routes',
  '/routes/httproute/default/round-robin-route',
  '/routes/new',
  '/policies',
  '/policies/backendtrafficpolicy/default/round-robin-policy',
  '/policies/backendtrafficpolicy/default/round-robin-policy/edit?drawer=changes',
  '/backends',
  '/backends/service/default/backend',
  '/traffic?scope=HTTPRoute/default/round-robin-route/0',
  '/findings',
  '/import',
  '/export',
];

/** How many pages are looked at beside each other. */
const BESIDE = 2;

/** Everything that is wrong with a page, however it is looked at. */
async function look(page: Page, url: string): Promise<string[]> {
  const found: string[] = [];
  const note = (how: string, faults: readonly string[]) => found.push(...faults.map((fault) => `${how}: ${fault}`));
  // 200 % of a screen of 1440 x 900
  await page.setViewportSize({ width: 720, height: 450 });
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  note('200 %', await cutOff(page));
  note('200 %', await focusFaults(page));
  await page.setViewportSize({ width: 320, height: 640 });
  note('320 px', await cutOff(page));
  await page.setViewportSize({ width: 1440, height: 900 });
  note('reduced motion', await moving(page));
  await page.emulateMedia({ forcedColors: 'active' });
  note('forced colours', await unmarked(page));
  await page.emulateMedia({ forcedColors: 'none' });
  // nothing stands behind the top bar or below the fold
  await page.setViewportSize({ width: 1440, height: 2400 });
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .withRules(['target-size'])
    .analyze();
  note(
    'targets',
    violations.flatMap(({ nodes }) => nodes.map((node) => node.html.slice(0, 120))),
  );
  return found;
}

async function lookAtAll(browser: Browser, base: string, paths: readonly string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const left = [...paths];
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await Promise.all(
    Array.from({ length: BESIDE }, async () => {
      const page = await context.newPage();
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        const faults = await look(page, base + path);
        if (faults.length > 0) found[path] = faults;
      }
    }),
  );
  await context.close();
  return found;
}

test.describe.configure({ mode: 'serial' });

test('pages of the empty product can be seen and reached in every mode', async ({ browser, product }) => {
  test.setTimeout(180_000);
  expect.soft(await lookAtAll(browser, product.url, EMPTY)).toEqual({});
});

test('pages of the example can be seen and reached in every mode', async ({ browser, product }) => {
  test.setTimeout(400_000);
  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  await listenerUrl(product.url);
  expect((await generate(product.url, { count: 300 })).state).toBe('done');
  expect.soft(await lookAtAll(browser, product.url, FULL)).toEqual({});
});
