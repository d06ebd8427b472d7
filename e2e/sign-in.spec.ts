import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeCertificate } from '../server/supervisor/certificate.fixture.ts';
import { startProduct, type Product } from './support/product.ts';

const TOKEN = 'c0ffee-for-the-yard-0123456789';

/** The product with TLS and a token. */
const test = base.extend<object, { product: Product }>({
  product: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture names from this pattern
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'switchyard-tls-'));
      const product = await startProduct({ SWITCHYARD_TOKEN: TOKEN, ...writeCertificate(folder) });
      await use(product);
      await product.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});
test.use({ ignoreHTTPSErrors: true });

const token = (page: Page) => page.getByRole('textbox', { name: 'Token' });

/** Signs in with the keyboard alone, on the page that is open. */
async function signIn(page: Page, value = TOKEN): Promise<void> {
  await expect(token(page)).toBeFocused();
  await page.keyboard.type(value);
  await page.keyboard.press('Enter');
}

test('a visitor signs in, comes to the page that was asked for, and finds it live', async ({ page, product }) => {
  await page.goto(`${product.url}/routes?state=ok`);
  await expect(page).toHaveURL(`${product.url}/sign-in?next=%2Froutes%3Fstate%3Dok`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await signIn(page, 'not-the-token-of-this-console');
  await expect(page.getByText('This is not the token of this console.')).toBeVisible();
  await expect(token(page)).toHaveAttribute('aria-invalid', 'true');
  // the wrong one is selected, so that typing replaces it
  await signIn(page);
  await expect(page).toHaveURL(`${product.url}/routes?state=ok`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Routes');
  // what another does is on the stream
  await page.request.post(`${product.url}/api/v1/namespaces`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    data: { metadata: { name: 'by-another' } },
  });
  await expect(page.getByText(/^revision \d+$/)).toBeVisible();
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
  expect(cookie?.name).toMatch(/^__Host-switchyard-\d+$/);
  expect(cookie?.value).not.toContain(TOKEN);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a token that is sent before the page has its script is not in the address', async ({ browser, product }) => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${product.url}/sign-in`);
  await token(page).fill(TOKEN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  await expect(page).toHaveURL(`${product.url}/sign-in`);
  await expect(page.locator('form')).toHaveAttribute('method', 'post');
  await context.close();
});

test('signing out ends every tab, and a draft is there on return', async ({ context, page, product }) => {
  await page.goto(product.url);
  await signIn(page);
  await page.getByRole('button', { name: 'Load', exact: false }).first().click();
  await expect
    .poll(async () => (await page.request.get(`${product.url}/console/v1/state`)).json())
    .toMatchObject({
      tokenNeeded: true,
      examples: [{ loaded: true }, {}, {}],
    });

  const editor = await context.newPage();
  const editPage = `${product.url}/policies/backendtrafficpolicy/default/round-robin-policy/edit`;
  await editor.goto(editPage);
  await editor.getByRole('radio', { name: /^Random\b/ }).check({ force: true });
  await expect(editor.getByRole('button', { name: 'Save', exact: false })).toBeEnabled();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${product.url}/sign-in`);
  await expect(editor).toHaveURL(/\/sign-in\?next=/);
  expect((await page.request.get(`${product.url}/api/v1/namespaces`)).status()).toBe(401);

  await signIn(page);
  await expect(page).toHaveURL(`${product.url}/`);
  // the other tab sees it when it is looked at
  await editor.bringToFront();
  await editor.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(editor).toHaveURL(editPage);
  await expect(editor.getByText('Unsaved edits were kept')).toBeVisible();
});

test('a link on a page of another site leads a signed-in visitor to its page', async ({ page, product }) => {
  await page.goto(product.url);
  await signIn(page);
  await expect(page).toHaveURL(`${product.url}/`);
  await page.route('https://elsewhere.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<a href="${product.url}/gateways">the gateways</a>` }),
  );
  await page.goto('https://elsewhere.example/');
  await page.getByRole('link').click();
  await expect(page).toHaveURL(`${product.url}/gateways`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gateways');
});

test('a page of another site reads, writes and frames nothing', async ({ page, product }) => {
  await page.goto(product.url);
  await signIn(page);
  await expect(page).toHaveURL(`${product.url}/`);
  await page.route('https://elsewhere.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>elsewhere</p>' }),
  );
  await page.goto('https://elsewhere.example/');
  const tried = await page.evaluate(async (url) => {
    const outcome = (promise: Promise<unknown>) => promise.then(() => 'worked').catch(() => 'failed');
    const loads = (element: HTMLScriptElement | HTMLImageElement) =>
      outcome(
        new Promise((resolve, reject) => {
          element.addEventListener('load', resolve);
          element.addEventListener('error', reject);
          document.body.append(element);
        }),
      );
    return {
      read: await outcome(fetch(`${url}/console/v1/state`, { credentials: 'include' })),
      write: await outcome(
        fetch(`${url}/console/v1/examples/weighted`, { method: 'POST', mode: 'cors', credentials: 'include' }),
      ),
      stream: await outcome(
        new Promise((resolve, reject) => {
          const source = new EventSource(`${url}/console/v1/stream`, { withCredentials: true });
          source.addEventListener('open', resolve);
          source.addEventListener('error', reject);
        }),
      ),
      script: await loads(Object.assign(document.createElement('script'), { src: `${url}/console/v1/state` })),
      image: await loads(Object.assign(document.createElement('img'), { src: `${url}/icon.svg` })),
    };
  }, product.url);
  expect(tried).toEqual({ read: 'failed', write: 'failed', stream: 'failed', script: 'failed', image: 'failed' });
  await page.goto(product.url);
  const state = await page.request.get(`${product.url}/console/v1/state`);
  expect(await state.json()).toMatchObject({ examples: [{}, { name: 'weighted', loaded: false }, {}] });
});

for (const { width, height, colorScheme } of [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const) {
  test(`the sign-in page has no fault, ${width} wide, ${colorScheme}`, async ({ browser, product }) => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(
      `${product.url}/sign-in?next=${encodeURIComponent('/routes/httproute/default/a-route-with-a-long-name/edit?view=both')}`,
    );
    await expect(token(page)).toBeFocused();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBe(0);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(faults).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`sign-in-${width}-${colorScheme}.png`) });
    await context.close();
  });
}
