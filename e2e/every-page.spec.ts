import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
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

/** Compressed script that a page may load until it rests, in kB; the YAML editor apart, which brings what it needs when it is opened. */
const SCRIPT_KB = 300;

const EDITOR = /\/edit$|\/(routes|policies|gateways)\/new/;

/** A page with something opened on it. */
const STATES: { name: string; path: string; open: (page: Page) => Promise<void> }[] = [
  {
    name: 'drawer',
    path: '/routes?peek=httproute/default/round-robin-route',
    open: async (page) => expect(page.getByRole('dialog')).toContainText('Accepted'),
  },
  {
    name: 'menu',
    path: '/routes',
    open: async (page) => {
      await page.getByRole('button', { name: 'Columns' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'palette',
    path: '/',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Page, object or command').fill('round');
      await expect(page.getByText('round-robin-route').last()).toBeVisible();
    },
  },
  {
    name: 'keys',
    path: '/traffic',
    open: async (page) => {
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toContainText('Filter the list');
    },
  },
  {
    name: 'delete dialog',
    path: '/routes/httproute/default/round-robin-route',
    open: async (page) => {
      await page.getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
];

/** Collects what a visitor should never meet: errors, warnings of the browser's policy. */
async function listen(page: Page): Promise<string[]> {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(`error: ${error.message.split('\n')[0]}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 404'))
      heard.push(`console: ${message.text()}`);
  });
  await page.exposeFunction('refusedByPolicy', (what: string) => heard.push(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { refusedByPolicy } = globalThis as unknown as { refusedByPolicy: (what: string) => void };
      refusedByPolicy(`${violatedDirective} ${blockedURI}`);
    });
  });
  return heard;
}

/** Runs in the page: cells of a row that share room, as `first | second`. */
function coveredCells(): string[] {
  return [...document.querySelectorAll('main tbody tr')].flatMap((row) => {
    const cells = [...row.children]
      .map((cell) => ({ text: cell.textContent, box: cell.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height > 0);
    return cells.flatMap(({ text, box }, i) =>
      cells
        .slice(i + 1)
        .filter(
          (other) =>
            Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 1 &&
            Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 1,
        )
        .map((other) => `${text} | ${other.text}`),
    );
  });
}

/** Opens a page, in the state that is asked for, and says what is wrong with it. */
async function faults(page: Page, heard: string[], url: string, open?: (page: Page) => Promise<void>) {
  heard.length = 0;
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await open?.(page);
  // what comes a moment later counts too
  await page.waitForTimeout(500);
  const found: string[] = [];
  const { wide, kilobytes } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    kilobytes:
      performance
        .getEntriesByType('resource')
        .reduce(
          (sum, entry) => sum + (entry.name.endsWith('.js') ? (entry as PerformanceResourceTiming).encodedBodySize : 0),
          0,
        ) / 1000,
  }));
  for (const cells of await page.evaluate(coveredCells)) found.push(`one cell lies over another: ${cells}`);
  if (wide > 0) found.push(`scrolls sideways by ${wide} px`);
  if (kilobytes === 0) found.push('loaded no script, as far as the browser tells');
  if (open === undefined && !EDITOR.test(url) && kilobytes > SCRIPT_KB)
    found.push(`loads ${kilobytes.toFixed(0)} kB of script`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, nodes } of violations)
    found.push(`axe: ${id} at ${nodes.map((node) => node.target.join(' ')).join('; ')}`);
  return [...found, ...heard];
}

/** Looks at all pages, at the same time in each look, and says what was found by page. */
async function lookAtAll(browser: Browser, base: string, paths: readonly string[], states: typeof STATES) {
  const found: Record<string, string[]> = {};
  const look = async ({ width, height, colorScheme }: (typeof LOOKS)[number]): Promise<void> => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    const heard = await listen(page);
    const visit = async (name: string, path: string, open?: (page: Page) => Promise<void>): Promise<void> => {
      const list = await faults(page, heard, base + path, open);
      if (list.length > 0) found[`${name}, ${width} wide, ${colorScheme}`] = list;
    };
    for (const path of paths) await visit(path, path);
    for (const { name, path, open } of states) await visit(`${path} with ${name}`, path, open);
    await context.close();
  };
  await Promise.all(LOOKS.map(look));
  return found;
}

test.describe.configure({ mode: 'serial' });

test('no page of the empty product has a fault', async ({ browser, product }) => {
  test.setTimeout(400_000);
  expect.soft(await lookAtAll(browser, product.url, EMPTY, [])).toEqual({});
});

test('the example is loaded and has traffic', async ({ product }) => {
  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  await listenerUrl(product.url);
  expect((await generate(product.url, { count: 300 })).state).toBe('done');
});

test('no page of the example has a fault, nor what opens on it', async ({ browser, product }) => {
  test.setTimeout(600_000);
  expect.soft(await lookAtAll(browser, product.url, FULL, STATES)).toEqual({});
});
