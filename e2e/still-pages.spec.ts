import type { Browser, Page } from '@playwright/test';
import { expect, test } from './support/product.ts';
import { call, listenerUrl, send } from './support/traffic.ts';

/** Pages that change with the traffic, and what shows that they have it. */
const PAGES: [path: string, shows: string][] = [
  ['/', 'table[aria-label^=Balance] tbody tr'],
  ['/routes', 'tbody tr a[href^="/routes/"]'],
  ['/routes/httproute/default/round-robin-route', '[data-testid=shares] tbody tr'],
  ['/policies/backendtrafficpolicy/default/round-robin-policy', 'main tbody tr'],
  ['/backends', 'tbody tr a[href^="/backends/"]'],
  ['/backends/service/default/backend', '[data-testid=endpoints] tbody tr'],
  ['/traffic', '[data-testid=rules] tbody tr'],
  ['/traffic?scope=HTTPRoute/default/round-robin-route', '[data-testid=verdict]'],
  ['/gateways', 'tbody tr a[href^="/gateways/"]'],
];
const LOOKS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
/** A page has come to rest this long after it shows its data. */
const REST_MS = 1_000;
const WATCH_MS = 2_500;
/** Sum of layout shifts, as browsers count it: the part of the window that moved, times how far. */
const MOST = 0.01;
/** The same on a narrow screen, where a verdict ("Too early, 2,300 more would tell") may need a line more for a while. Browsers call up to 0.1 good. */
const MOST_NARROW = 0.05;

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

/** Notes what moves on pages that are opened from now on, and by which element. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const moved: { at: number; value: number; what: string }[] = [];
    Object.assign(globalThis, { moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        if (entry.hadRecentInput) continue;
        const what = entry.sources.map(({ node }) => (node?.textContent ?? '').slice(0, 40)).join(' | ');
        moved.push({ at: entry.startTime, value: entry.value, what });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

async function movements(browser: Browser, base: string, look: (typeof LOOKS)[number]): Promise<string[]> {
  const context = await browser.newContext({ viewport: look });
  const page = await context.newPage();
  await watch(page);
  const found: string[] = [];
  for (const [path, shows] of PAGES) {
    await page.goto(base + path);
    await expect(page.locator(shows).first(), path).toBeVisible();
    await page.waitForTimeout(REST_MS);
    const from = await page.evaluate(() => performance.now());
    await page.waitForTimeout(WATCH_MS);
    const moved = await page.evaluate(
      (since) =>
        (globalThis as unknown as { moved: { at: number; value: number; what: string }[] }).moved.filter(
          ({ at }) => at >= since,
        ),
      from,
    );
    const sum = moved.reduce((all, { value }) => all + value, 0);
    if (sum > (look.width < 500 ? MOST_NARROW : MOST))
      found.push(`${path}, ${look.width} wide: ${sum.toFixed(3)}, ${moved.map(({ what }) => what)[0]}`);
  }
  await context.close();
  return found;
}

test('figures change while traffic runs, and the pages stay where they are', async ({ browser, product }) => {
  test.setTimeout(240_000);
  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  await call(product.url, 'POST', '/console/v1/examples/weighted');
  const url = await listenerUrl(product.url);
  const end = new AbortController();
  const sendOn = async (path: string): Promise<void> => {
    // in bursts, so that figures have something to say
    while (!end.signal.aborted) {
      await Promise.all(Array.from({ length: 1 + Math.floor(Math.random() * 8) }, () => send(url, path)));
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  };
  const sending = Promise.all([sendOn('/round'), sendOn('/split')]);
  const found = await Promise.all(LOOKS.map((look) => movements(browser, product.url, look)));
  end.abort();
  await sending;
  expect(found.flat()).toEqual([]);
});
