import type { Page } from '@playwright/test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, startProduct, test } from './support/product.ts';
import { afterChange, call, generate, listenerUrl, requestsByEndpoint, send, twin } from './support/traffic.ts';

const ROUTE = '/routes/httproute/default/round-robin-route';
const POLICY = '/policies/backendtrafficpolicy/default/round-robin-policy';
const RULE = '/traffic?scope=HTTPRoute/default/round-robin-route';

test.describe.configure({ mode: 'serial' });

/** Sends exactly so many requests with the form on a page and waits until they are answered. */
async function sendExactly(page: Page, requests: number): Promise<void> {
  const form = page.getByRole('form', { name: 'Send traffic' });
  await form.getByText('Exactly', { exact: true }).click();
  await form.getByLabel('Number of requests').fill(String(requests));
  await form.getByLabel('Rate').fill('1000');
  await form.getByRole('button', { name: 'Start' }).click();
  await expect(form).toContainText(`Sent${requests.toLocaleString('en-US')}`, { timeout: 60_000 });
  await expect(form.getByRole('button', { name: 'Start' })).toBeVisible();
}

/** Saves what the editor holds and waits until the proxy serves it. */
async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('saved')).toContainText(/Saved as revision \d+\. On 1 of 1 workers/);
}

test('the empty overview offers the example, and one click brings it up', async ({ console: page, product }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is routed yet');
  await page.getByRole('button', { name: 'Load the example Round robin' }).click();
  await expect(page).toHaveURL(new RegExp(ROUTE));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('round-robin-route');
  await expect(page.getByRole('main')).toContainText('Accepted');
  await expect(page.getByRole('main')).toContainText('RoundRobin');
  const base = await listenerUrl(product.url);
  const { status, body } = await send(base, '/round');
  expect(status).toBe(200);
  expect(body).toContain(':3000');
});

test('the curl line that the route page prints works', async ({ page, product }) => {
  await page.goto(product.url + ROUTE);
  const line = await page
    .getByText(/^curl /)
    .first()
    .innerText();
  const words = line.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ''));
  const host = words[words.indexOf('-H') + 1]!.replace(/^Host: /, '');
  const url = new URL(words.at(-1)!);
  expect(host).toBe('www.example.com');
  const { status } = await send(url.origin, url.pathname, { host });
  expect(status).toBe(200);
});

test('4,000 requests give each of four backends 1,000, and Traffic says that it is balanced', async ({
  page,
  product,
}) => {
  await page.goto(product.url + ROUTE);
  // the past is kept by the second, and a report may be in the one after: what was sent before must not share it with the run
  await page.waitForTimeout(2100);
  await sendExactly(page, 4000);
  await page.goto(`${product.url}${RULE}`);
  await page.getByRole('button', { name: "Only the generator's run" }).click();
  await expect.poll(async () => Object.values(await requestsByEndpoint(page))).toEqual([1000, 1000, 1000, 1000]);
  const rows = await twin(page);
  for (const [name, cells] of Object.entries(rows)) {
    if (!name.includes(':')) continue;
    expect(cells.slice(1, 3)).toEqual(['25.0 %', '25.0 %']);
    expect(cells.slice(4, 7)).toEqual([
      expect.stringMatching(/ms$/),
      expect.stringMatching(/ms$/),
      expect.stringMatching(/ms$/),
    ]);
    expect(cells[7]).toBe('0');
  }
  await expect(page.getByTestId('verdict')).toContainText('Traffic is balanced.');
  await expect(page.getByTestId('share-row')).toHaveCount(4);
});

test('keys move the window off the live edge and back, and show a series alone', async ({ page, product }) => {
  await page.goto(`${product.url}${RULE}`);
  await expect(page.getByTestId('share-row')).toHaveCount(4);
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('status').filter({ hasText: 'Looking at' })).toBeVisible();
  await expect(page).toHaveURL(/end=\d+&edge=\d+/);
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page).not.toHaveURL(/end=/);
  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: /^only 127/ })).toBeVisible();
  await expect(page.getByTestId('share-row').nth(1).getByRole('button')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: /^only 127/ })).toHaveCount(0);
});

test('figures on Traffic move at least twice a second while requests flow', async ({ page, product }) => {
  await page.goto(`${product.url}${RULE}`);
  await expect(page.getByTestId('twin')).toBeVisible();
  const running = generate(product.url, { rate: 200, duration: 6 });
  await page.waitForTimeout(1500);
  const changes = await page.getByTestId('twin').evaluate(
    (table) =>
      new Promise<number>((resolve) => {
        let last = table.textContent;
        let seen = 0;
        const observer = new MutationObserver(() => {
          if (table.textContent === last) return;
          last = table.textContent;
          seen += 1;
        });
        observer.observe(table, { subtree: true, childList: true, characterData: true });
        setTimeout(() => resolve(seen), 3000);
      }),
  );
  expect(changes).toBeGreaterThanOrEqual(5);
  expect((await running).state).toBe('done');
});

test('the form changes the policy to Random, and the split changes live', async ({ page, product }) => {
  await page.goto(`${product.url}${POLICY}/edit?view=both`);
  await page.getByRole('radio', { name: /^Random/ }).check();
  await expect(page.getByRole('region', { name: 'YAML' })).toContainText('type: Random');
  await save(page);
  await afterChange();
  await generate(product.url, { count: 800 });
  await page.goto(`${product.url}${RULE}`);
  await expect(page.getByRole('main')).toContainText('Random');
  await expect
    .poll(async () => Object.values(await requestsByEndpoint(page)).reduce((sum, n) => sum + n, 0))
    .toBeGreaterThanOrEqual(800);
  const counts = Object.values(await requestsByEndpoint(page));
  expect(new Set(counts).size).toBeGreaterThan(1);
});

test('ConsistentHash typed as YAML, with completion from the schema, sends one user to one backend', async ({
  page,
  product,
}) => {
  await page.goto(`${product.url}${POLICY}/edit?view=yaml`);
  const editor = page.locator('.monaco-editor').first();
  await expect(editor).toContainText('type: Random');
  await editor.click();
  const type = async (...lines: string[]): Promise<void> => {
    for (const line of lines) {
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      // as a paste: no suggestion may take the next Enter
      await page.keyboard.insertText(line);
      await page.keyboard.press('Escape');
    }
  };
  // the last line is `type: Random`: its value is chosen anew, from what the schema knows
  await page.keyboard.press('Control+End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+Space');
  const suggestion = page.locator('.suggest-widget').getByText('ConsistentHash', { exact: true });
  await expect(suggestion).toBeVisible();
  await suggestion.click();
  await type('consistentHash:', 'type: Headers', 'headers:', '- name: x-user');
  await page.keyboard.press('Control+Home');
  await type('# whoever comes back finds the same backend');
  await save(page);

  const base = await listenerUrl(product.url);
  const ofUser = async (user: string): Promise<Set<string>> => {
    const seen = new Set<string>();
    for (let i = 0; i < 12; i++)
      seen.add(/[\d.]+:3000/.exec((await send(base, '/round', { 'x-user': user })).body)![0]);
    return seen;
  };
  const hosts = new Set<string>();
  for (const user of ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus', 'hal']) {
    const seen = await ofUser(user);
    expect(seen.size).toBe(1);
    for (const body of seen) hosts.add(body);
  }
  expect(hosts.size).toBeGreaterThan(1);

  const text = await call<{ text: string; exact: boolean }>(
    product.url,
    'GET',
    '/console/v1/text/gateway.envoyproxy.io/BackendTrafficPolicy/default/round-robin-policy',
  );
  expect(text.exact).toBe(true);
  expect(text.text).toContain('# whoever comes back finds the same backend');
});

test('a wrong value is refused with the field and the line, and nothing is lost', async ({ page, product }) => {
  await page.goto(`${product.url}${POLICY}/edit?view=yaml`);
  const editor = page.locator('.monaco-editor').first();
  await expect(editor).toContainText('ConsistentHash');
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('    slowStart:\n      window: 10s\n');
  await expect(page.getByRole('button', { name: /1 problem/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled();
  await page.reload();
  await expect(page.getByRole('main')).toContainText(/unsaved|draft/i);
  await page.goto('about:blank');
});

test('without the policy the page says LeastRequest (default), and so does the traffic', async ({ page, product }) => {
  await page.goto(product.url + POLICY);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await expect(page).toHaveURL(/\/policies/);
  await page.goto(product.url + ROUTE);
  await expect(page.getByRole('main')).toContainText('LeastRequest (default)');
  await page.goto(`${product.url}${RULE}`);
  await expect(page.getByRole('main')).toContainText('LeastRequest (default)');
});

test('a slow backend gets its turn under RoundRobin and less under LeastRequest', async ({ page, product }) => {
  await page.goto(`${product.url}/backends/service/default/backend`);
  const slow = page.getByRole('radiogroup', { name: /^Delay of .*\.4:3000$/ });
  await slow.getByText('200 ms').click();
  await expect
    .poll(
      async () =>
        (await call<{ delayMs: number }[]>(product.url, 'GET', '/console/v1/demo')).filter((b) => b.delayMs === 200)
          .length,
    )
    .toBe(1);

  const share = async (): Promise<number> => {
    await generate(product.url, { rate: 300, count: 900 });
    await page.goto(`${product.url}${RULE}`);
    await page.getByRole('button', { name: "Only the generator's run" }).click();
    await expect
      .poll(async () => Object.values(await requestsByEndpoint(page)).reduce((sum, n) => sum + n, 0))
      .toBe(900);
    const counts = await requestsByEndpoint(page);
    return (Object.entries(counts).find(([name]) => name.endsWith('.4:3000'))?.[1] ?? 0) / 900;
  };
  expect(await share()).toBeLessThan(0.15);
  await expect(page.getByTestId('verdict')).toContainText('by design');

  await page.goto(`${product.url}/policies/new?target=HTTPRoute/default/round-robin-route`);
  await page.getByRole('radio', { name: /^RoundRobin/ }).check();
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByTestId('saved')).toContainText(/On 1 of 1 workers/);
  expect(await share()).toBe(0.25);

  await page.goto(`${product.url}/backends/service/default/backend`);
  await page
    .getByRole('radiogroup', { name: /^Delay of .*\.4:3000$/ })
    .getByText('No delay')
    .click();
});

test('a backend of their own becomes a Service with its address, and a route sends there', async ({
  page,
  product,
}) => {
  const own = createServer((_request, response) => response.end('mine'));
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = own.address() as AddressInfo;
    await page.goto(`${product.url}/backends/new`);
    await page.getByLabel('Address 1').fill(`127.0.0.1:${port}`);
    await page.getByRole('textbox', { name: 'Name' }).fill('mine');
    await page.getByRole('button', { name: 'Create the backend' }).click();
    await page.getByRole('link', { name: 'Use it in a route' }).click();
    await expect(page).toHaveURL(/\/routes\/new\?backend=default\/mine/);
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(page.getByTestId('saved')).toContainText(/On 1 of 1 workers/);
    const routes = await call<{
      items: {
        metadata: { name: string };
        spec: {
          hostnames?: string[];
          rules: { matches?: { path?: { value: string } }[]; backendRefs: { name: string }[] }[];
        };
      }[];
    }>(product.url, 'GET', '/apis/gateway.networking.k8s.io/v1/httproutes');
    const made = routes.items.find(({ spec }) => spec.rules[0]?.backendRefs[0]?.name === 'mine');
    expect(made).toBeDefined();
    const base = await listenerUrl(product.url);
    const host = made!.spec.hostnames?.[0] ?? 'anything.example';
    const path = made!.spec.rules[0]!.matches?.[0]?.path?.value ?? '/';
    await expect.poll(async () => (await send(base, path, { host })).body).toBe('mine');
  } finally {
    own.close();
  }
});

test('everything that is exported makes the same state in an empty product', async ({ page, product, browser }) => {
  await page.goto(`${product.url}/export`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const file = await (await download).path();
  const other = await startProduct({ SWITCHYARD_GATEWAY_POOL: '127.79.0.0/16' });
  try {
    const fresh = await browser.newPage();
    await fresh.goto(`${other.url}/import`);
    await fresh.getByTestId('import-files').setInputFiles({
      name: 'export.yaml',
      mimeType: 'application/yaml',
      buffer: await import('node:fs/promises').then((fs) => fs.readFile(file)),
    });
    await fresh.getByRole('button', { name: /^Apply \d+ objects/ }).click();
    await expect(fresh.getByRole('status').filter({ hasText: 'applied as revision' })).toBeVisible();
    const exported = (url: string): Promise<string> =>
      fetch(`${url}/console/v1/export?endpointSlices=true`).then((answer) => answer.text());
    expect(await exported(other.url)).toBe(await exported(product.url));
    const rules = async (url: string): Promise<unknown> =>
      (await call<{ snapshot: { rules: unknown } }>(url, 'GET', '/console/v1/snapshot')).snapshot.rules;
    await expect.poll(() => rules(other.url)).toEqual(await rules(product.url));
    await fresh.close();
  } finally {
    await other.stop();
  }
});
