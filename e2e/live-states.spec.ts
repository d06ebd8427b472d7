import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { openNetwork } from './support/network.ts';
import { expect, processOf, type Product, test } from './support/product.ts';
import { call, listenerUrl, send } from './support/traffic.ts';

const LIVE = /live, \d/;
const POLICY = '/policies/backendtrafficpolicy/default/round-robin-policy/edit';
const RULE = '/traffic?scope=HTTPRoute/default/round-robin-route/0&range=60';
const AWAY = 'The console does not answer';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ product }) => {
  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  await listenerUrl(product.url);
});

test('without a network pages say so, take edits, and catch up with what happened meanwhile', async ({
  context,
  product,
}) => {
  const stop = await keepSending(product);
  const network = await openNetwork(product.url);
  try {
    const [edit, list, traffic, route] = await open(context, network.url, [POLICY, '/backends', RULE, routePage()]);
    await expect(edit.getByRole('radio', { name: /^Random/ })).toBeVisible();
    await edit.getByRole('radio', { name: /^Random/ }).check();
    await expect(edit.getByTestId('yaml-editor').getByText('type: Random')).toBeVisible();
    await expect(list.getByRole('link', { name: /backend$/ }).first()).toBeVisible();

    await context.setOffline(true);
    network.cut();
    for (const page of [edit, list, traffic, route]) {
      await expect(banner(page)).toContainText(AWAY);
      await expect(page.getByText('reconnecting', { exact: true })).toBeVisible();
    }
    await expect(traffic.getByTestId('stale')).toHaveText(/^Last sample \d+ s ago, reconnecting\. Figures below/);
    await expect(traffic.getByTestId('verdict')).toContainText('Last known:');
    await expect(list.getByTestId('stale')).toContainText('reconnecting');
    await expect(route.getByTestId('verdict')).toContainText('Last known:');
    expect(await flaws([traffic, route, list, edit])).toEqual([]);

    // what is not known cannot be saved, and stays
    await edit.getByRole('radio', { name: /^LeastRequest/ }).check();
    await edit.keyboard.press('Control+s');
    await edit.keyboard.press('Control+s');
    await expect(edit.getByText('Not saved.')).toBeVisible();
    await expect(edit.getByTestId('yaml-editor').getByText('type: LeastRequest')).toBeVisible();
    // a part that was never asked for, and a page that is not there yet, come when they can; the page stays
    await route.getByRole('button', { name: 'Delete' }).first().click();
    await list.getByRole('link', { name: 'Gateways' }).first().click();
    await expect(list.getByRole('heading', { level: 1, name: 'Backends' })).toBeVisible();

    await call(product.url, 'POST', '/console/v1/backends', service('made-meanwhile'));
    await context.setOffline(false);
    network.mend();
    await expect(list.getByRole('heading', { level: 1, name: 'Gateways' })).toBeVisible();
    await expect(route.getByRole('dialog')).toContainText('Delete HTTPRoute default/round-robin-route?');
    await list.getByRole('link', { name: 'Backends' }).first().click();
    await expect(list.getByText('made-meanwhile').first()).toBeVisible();
    for (const page of [edit, list, traffic, route]) {
      await expect(page.getByText(LIVE)).toBeVisible();
      await expect(banner(page)).toBeEmpty();
    }
    await expect(traffic.getByTestId('stale')).toHaveCount(0);
    await expect(traffic.getByTestId('verdict')).not.toContainText('Last known:');
    await expect(edit.getByTestId('yaml-editor').getByText('type: LeastRequest')).toBeVisible();
    await expect(edit.getByText('It does now: save again.')).toBeVisible();
    await edit.getByRole('button', { name: 'Save' }).click();
    await expect(edit.getByTestId('saved')).toContainText('Saved as revision');
  } finally {
    await network.close();
    stop();
  }
});

test('a browser that believes to have no network still reads from a console on its own machine', async ({
  console: page,
}) => {
  await expect(page.getByText(LIVE)).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await page.getByRole('link', { name: 'Policies' }).first().click();
  await expect(page.getByRole('link', { name: 'round-robin-policy' }).first()).toBeVisible();
});

test('a network that lets nothing through makes figures old, then the connection lost', async ({
  context,
  product,
}) => {
  const stop = await keepSending(product);
  const network = await openNetwork(product.url);
  try {
    const [traffic] = await open(context, network.url, [RULE]);
    const said = await record(traffic);
    network.hush();
    await expect(banner(traffic)).toContainText(AWAY, { timeout: 30_000 });
    const words = await said();
    expect(words.some((text) => text.includes('nothing is heard from the console'))).toBe(true);
    expect(words.some((text) => text.includes('no answer from the proxy'))).toBe(false);
    await expect(traffic.getByTestId('stale')).toContainText('reconnecting');
    network.mend();
    await expect(traffic.getByText(LIVE)).toBeVisible();
    await expect(traffic.getByTestId('stale')).toHaveCount(0);
  } finally {
    await network.close();
    stop();
  }
});

test('a console that is killed comes back, and the edit under way with it', async ({ context, product }) => {
  const [edit] = await open(context, product.url, [POLICY]);
  await edit.getByRole('radio', { name: /^Random/ }).check();
  await expect(edit.getByTestId('yaml-editor').getByText('type: Random')).toBeVisible();
  const said = await record(edit);
  process.kill(processOf(product, 'console'), 'SIGKILL');
  await expect.poll(async () => (await said()).some((text) => text.includes(AWAY))).toBe(true);
  await expect(edit.getByText(LIVE)).toBeVisible({ timeout: 30_000 });
  await expect(banner(edit)).toBeEmpty();
  await expect(edit.getByTestId('yaml-editor').getByText('type: Random')).toBeVisible();
  await edit.reload();
  await edit.getByRole('button', { name: 'Restore' }).click();
  await expect(edit.getByTestId('yaml-editor').getByText('type: Random')).toBeVisible();
  await edit.getByRole('button', { name: 'Discard' }).click();
});

test('a proxy that hangs, dies and comes back is named as what is silent, and leaves a gap in the chart', async ({
  context,
  product,
}) => {
  const stop = await keepSending(product);
  try {
    const [traffic, overview, route] = await open(context, product.url, [RULE, '/', routePage()]);
    const said = await record(traffic);
    await expect.poll(() => filled(traffic), { timeout: 20_000 }).toBeGreaterThan(60);
    const proxy = processOf(product, 'proxy');
    process.kill(proxy, 'SIGSTOP');
    for (const page of [traffic, overview, route]) {
      await expect(banner(page)).toContainText('No answer from the proxy');
      await expect(page.getByText('no answer from proxy')).toBeVisible();
      await expect(page.getByTestId('stale').first()).toHaveText(
        /^Last sample \d+ s ago: no answer from the proxy\. Figures below are the last known\.$/,
      );
    }
    expect(await flaws([traffic, overview])).toEqual([]);
    process.kill(proxy, 'SIGKILL');
    for (const page of [traffic, overview, route]) {
      await expect(page.getByText(LIVE)).toBeVisible({ timeout: 30_000 });
      await expect(banner(page)).toBeEmpty();
      await expect(page.getByTestId('stale')).toHaveCount(0);
    }
    expect((await said()).filter((text) => /reconnecting|The console/.test(text))).toEqual([]);
    await expect.poll(() => widestGap(traffic)).toBeGreaterThan(60);
    await expect(traffic.getByTestId('window')).toContainText(/, no figures for \d+ s$/);
    // the same from what the console kept
    await traffic.reload();
    await expect.poll(() => widestGap(traffic)).toBeGreaterThan(60);
  } finally {
    stop();
  }
});

/** What stands below the top bar while something does not answer. */
function banner(page: Page): Locator {
  return page.getByTestId('connection');
}

function routePage(): string {
  return '/routes/httproute/default/round-robin-route';
}

function service(name: string) {
  return { namespace: 'default', name, port: 3000, endpoints: [{ address: '127.0.1.1', port: 3000 }] };
}

/** Opens pages beside each other and waits until all are live. */
async function open<Paths extends readonly string[]>(
  context: BrowserContext,
  url: string,
  paths: readonly [...Paths],
): Promise<{ [Index in keyof Paths]: Page }> {
  const pages = await Promise.all(
    paths.map(async (path) => {
      const page = await context.newPage();
      await page.goto(url + path);
      await expect(page.getByText(LIVE)).toBeVisible();
      return page;
    }),
  );
  return pages as { [Index in keyof Paths]: Page };
}

/** Sends requests to the example's route until it is told to stop, whatever becomes of them. */
async function keepSending({ url }: Product): Promise<() => void> {
  const base = await listenerUrl(url);
  const timer = setInterval(() => void send(base, '/round').catch(() => undefined), 25);
  return () => clearInterval(timer);
}

/** Keeps what the page says about its connection from now on; the function gives it, each text once. */
async function record(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said = new Set<string>();
    Object.assign(globalThis, { said });
    new MutationObserver(() => {
      for (const element of document.querySelectorAll('[data-testid=stale], [data-testid=connection]'))
        if (element.textContent) said.add(element.textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => [...(globalThis as unknown as { said: Set<string> }).said]);
}

/** What axe finds on pages as they are. */
async function flaws(pages: readonly Page[]): Promise<string[]> {
  const found: string[] = [];
  for (const page of pages) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations)
      found.push(`${page.url()}: ${id} at ${nodes.map((node) => node.target.join(' ')).join('; ')}`);
  }
  return found;
}

/** Runs of columns of the chart, just above its axis, with paint (true) or without. */
function columns(page: Page): Promise<{ painted: boolean; wide: number }[]> {
  return page.locator('figure canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('the chart has no canvas');
    const [left, axis, right] = [48, 24, 18];
    const { data } = pen.getImageData(left, canvas.height - axis - 8, canvas.width - left - right, 1);
    const runs: { painted: boolean; wide: number }[] = [];
    for (let x = 0; x < data.length / 4; x += 1) {
      const painted = (data[x * 4 + 3] ?? 0) > 0;
      const last = runs.at(-1);
      if (last?.painted === painted) last.wide += 1;
      else runs.push({ painted, wide: 1 });
    }
    return runs;
  });
}

async function filled(page: Page): Promise<number> {
  return (await columns(page)).reduce((sum, run) => sum + (run.painted ? run.wide : 0), 0);
}

/** Pixels of the widest stretch without paint between two with it. */
async function widestGap(page: Page): Promise<number> {
  const runs = (await columns(page)).filter((run) => run.painted || run.wide > 3);
  // frames and marks are lines; what was counted is an area
  const areas = runs.map((run, i) => (run.painted && run.wide > 10 ? i : -1)).filter((i) => i >= 0);
  const between = runs.slice((areas[0] ?? 0) + 1, areas.at(-1) ?? 0);
  return Math.max(0, ...between.filter((run) => !run.painted).map((run) => run.wide));
}
