import type { BrowserContext, Page } from '@playwright/test';
import { call } from './support/traffic.ts';
import { expect, processOf, test } from './support/product.ts';

const TABS = 10;
const LIVE = /live, \d/;

/** Opens a page and counts the connections for the live stream that it makes. */
async function openTab(context: BrowserContext, url: string, streams: { count: number }): Promise<Page> {
  const page = await context.newPage();
  page.on('request', (request) => {
    if (request.url().endsWith('/console/v1/stream')) streams.count += 1;
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Content Security Policy'))
      throw new Error(message.text());
  });
  await page.goto(`${url}/routes`);
  return page;
}

async function createService(url: string, name: string): Promise<void> {
  await call(url, 'POST', '/console/v1/backends', {
    namespace: 'default',
    name,
    port: 3000,
    endpoints: [{ address: '127.0.1.1', port: 3000 }],
  });
}

test('ten tabs are live over one connection, and go on when the first is closed', async ({ context, product }) => {
  test.setTimeout(240_000);
  const streams = { count: 0 };
  const tabs: Page[] = [];
  for (let n = 0; n < TABS; n += 1) tabs.push(await openTab(context, product.url, streams));
  for (const tab of tabs) await expect(tab.getByText(LIVE)).toBeVisible();
  expect(streams.count).toBe(1);

  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  for (const tab of tabs) await expect(tab.getByRole('link', { name: 'round-robin-route' }).first()).toBeVisible();

  await tabs[0]!.close();
  const others = tabs.slice(1);
  await expect.poll(() => streams.count).toBe(2);
  for (const tab of others) await expect(tab.getByText(LIVE)).toBeVisible();
  await call(product.url, 'DELETE', '/console/v1/examples/round-robin');
  for (const tab of others) await expect(tab.getByRole('link', { name: 'round-robin-route' })).toHaveCount(0);
  expect(streams.count).toBe(2);

  // a tab that comes later is live at once, without a connection of its own
  const late = await openTab(context, product.url, streams);
  await expect(late.getByText(LIVE)).toBeVisible();
  expect(streams.count).toBe(2);

  // the console hangs, dies and comes back: every tab says so, and sees what happened since
  const all = [...others, late];
  await Promise.all(all.map((tab) => tab.goto(`${product.url}/backends`)));
  for (const tab of all) await expect(tab.getByText(LIVE)).toBeVisible();
  const told = all.map((tab) => expect(tab.getByText('The console does not answer')).toBeVisible({ timeout: 40_000 }));
  const pid = processOf(product, 'console');
  process.kill(pid, 'SIGSTOP');
  await Promise.all(told);
  process.kill(pid, 'SIGKILL');
  await expect
    .poll(
      () =>
        createService(product.url, 'made-meanwhile').then(
          () => true,
          () => false,
        ),
      { timeout: 30_000 },
    )
    .toBe(true);
  for (const tab of all) {
    await expect(tab.getByText('made-meanwhile').first()).toBeVisible();
    await expect(tab.getByText(LIVE)).toBeVisible();
    await expect(tab.getByText('The console does not answer')).toHaveCount(0);
  }
});

test('a tab takes over from one that hangs, and gives nothing back when that one goes on', async ({
  context,
  product,
}) => {
  const streams = { count: 0 };
  const first = await openTab(context, product.url, streams);
  await expect(first.getByText(LIVE)).toBeVisible();
  const second = await openTab(context, product.url, streams);
  await expect(second.getByText(LIVE)).toBeVisible();
  expect(streams.count).toBe(1);
  const hanging = first.evaluate((end) => {
    while (Date.now() < end);
  }, Date.now() + 24_000);
  await expect.poll(() => streams.count, { timeout: 24_000 }).toBe(2);
  await expect(second.getByText(LIVE)).toBeVisible();
  await hanging;
  await expect(first.getByText(LIVE)).toBeVisible();
  await expect(second.getByText(LIVE)).toBeVisible();
  expect(streams.count).toBe(2);
});
