import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from '@playwright/test';
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

test('the example is loaded and has traffic', async ({ product }) => {
  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  await listenerUrl(product.url);
  expect((await generate(product.url, { count: 300 })).state).toBe('done');
});

test('pages of the example can be seen and reached in every mode', async ({ browser, product }) => {
  test.setTimeout(400_000);
  expect.soft(await lookAtAll(browser, product.url, FULL)).toEqual({});
});

/** What opens over a page, by the button that opens it. */
const LAYERS: { name: string; path: string; opener: (page: Page) => Locator; layer: string }[] = [
  {
    name: 'palette',
    path: '/routes',
    opener: (page) => page.getByRole('button', { name: /Search or run/ }).first(),
    layer: 'dialog',
  },
  {
    name: 'shortcuts',
    path: '/routes',
    opener: (page) => page.getByRole('button', { name: 'Keyboard shortcuts' }),
    layer: 'dialog',
  },
  {
    name: 'namespaces',
    path: '/routes',
    opener: (page) => page.getByRole('banner').getByRole('button', { name: /namespaces/ }),
    layer: 'menu',
  },
  { name: 'columns', path: '/routes', opener: (page) => page.getByRole('button', { name: 'Columns' }), layer: 'menu' },
  {
    name: 'row menu',
    path: '/routes',
    opener: (page) => page.getByRole('button', { name: 'Actions for round-robin-route' }),
    layer: 'menu',
  },
  {
    name: 'copy as',
    path: '/routes/httproute/default/round-robin-route',
    opener: (page) => page.getByRole('button', { name: 'Copy as' }),
    layer: 'menu',
  },
  {
    name: 'delete a route',
    path: '/routes/httproute/default/round-robin-route',
    opener: (page) => page.getByRole('button', { name: 'Delete' }),
    layer: 'dialog',
  },
  {
    name: 'delete a gateway',
    path: '/gateways/default/eg',
    opener: (page) => page.getByRole('button', { name: 'Delete' }),
    layer: 'dialog',
  },
];

test('what opens over a page takes the focus, stands still, and gives the focus back', async ({ browser, product }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const found: string[] = [];
  let at = '';
  for (const { name, path, opener, layer } of LAYERS) {
    if (path !== at) await page.goto(product.url + path);
    at = path;
    const button = opener(page);
    await expect(button).toBeVisible();
    const open = page.getByRole(layer as 'dialog').first();
    // the heading is there before the page listens
    await expect(async () => {
      if (!(await open.isVisible())) await button.press('Enter');
      await expect(open).toBeVisible({ timeout: 1_000 });
    }).toPass();
    const inside = () => open.evaluate((element) => element.contains(document.activeElement));
    await expect.poll(inside, { message: `${name} takes the focus` }).toBe(true);
    found.push(...(await moving(page)).map((fault) => `${name}: ${fault}`));
    const { violations } = await new AxeBuilder({ page }).analyze();
    found.push(...violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes[0]?.target.join(' ')}`));
    if (layer === 'dialog') {
      for (let n = 0; n < 4; n += 1) await page.keyboard.press('Tab');
      if (!(await inside())) found.push(`${name}: the focus leaves it`);
    }
    await page.keyboard.press('Escape');
    await expect(open).toBeHidden();
    const back = () => button.evaluate((element) => element === document.activeElement);
    await expect.poll(back, { message: `${name} gives the focus back` }).toBe(true);
  }
  // the drawer of a list, from its row
  await page.goto(`${product.url}/routes`);
  const row = page.getByRole('link', { name: /round-robin-route/ }).first();
  await row.focus();
  await page.keyboard.press('Space');
  const drawer = page.getByRole('dialog');
  await expect(drawer).toContainText('Accepted');
  found.push(...(await moving(page)).map((fault) => `drawer: ${fault}`));
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect.poll(() => row.evaluate((element) => element === document.activeElement)).toBe(true);
  await context.close();
  expect(found).toEqual([]);
});

test('every page of the rail and every command is found in the palette', async ({ console: page }) => {
  const rail = await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link').allTextContents();
  const pages = rail.map((text) => text.replace(/\d+$/, '').trim()).filter((text) => text !== 'Switchyard');
  expect(pages.length).toBeGreaterThan(5);
  const more = [
    'All findings by code',
    'Objects of all kinds',
    'New route',
    'New policy',
    'New backend',
    'New gateway',
  ];
  const input = page.getByPlaceholder('Page, object or command');
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(input).toBeVisible({ timeout: 1_000 });
  }).toPass();
  for (const name of [
    ...pages.flatMap((one) => (one === 'Import and export' ? ['Import', 'Export'] : [one])),
    ...more,
  ]) {
    await input.fill(name);
    await expect(page.getByRole('dialog').getByRole('button', { name }).first()).toBeVisible();
  }
});

test('the window of the chart is moved and widened by the keyboard', async ({ console: page, product }) => {
  await page.goto(`${product.url}/traffic?scope=HTTPRoute/default/round-robin-route/0`);
  const frame = page.getByRole('slider');
  await expect(frame.first()).toBeVisible();
  await frame.first().press('ArrowLeft');
  await expect(page.getByRole('button', { name: 'Back to live' })).toBeVisible();
  await expect(page).toHaveURL(/end=\d+/);
  await page.getByRole('button', { name: 'Back to live' }).press('Enter');
  await expect(page).not.toHaveURL(/end=/);
});
