import type { Page } from '@playwright/test';
import { expect, test } from './support/product.ts';
import { call } from './support/traffic.ts';

const ROUTE = `# the shop's own words
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
  namespace: default
spec:
  parentRefs:
  - name: eg
  hostnames:
  - shop.example.com
  rules:
  # the old version
  - name: old
    backendRefs:
    - name: backend
      port: 3000
  - name: new # since spring
    backendRefs:
    - name: backnd
      port: 3000
`;
const TEXT = '/console/v1/text/gateway.networking.k8s.io/HTTPRoute/default/shop';
const stored = (url: string): Promise<{ text: string }> => call(url, 'GET', TEXT);

function said(page: Page): string[] {
  const lines: string[] = [];
  page.on('console', (message) => {
    // browsers ask for a favicon of their own accord
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) lines.push(message.text());
  });
  page.on('pageerror', (error) => lines.push(error.message));
  return lines;
}

test.describe.configure({ mode: 'serial' });

test('a problem names its line, and its fix is seen in the editor before it is saved', async ({ page, product }) => {
  const errors = said(page);
  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  await call(product.url, 'POST', '/console/v1/import', ROUTE);
  await page.goto(product.url);
  const problem = page.getByRole('listitem').filter({ hasText: 'BackendNotFound' });
  await expect(problem.getByRole('link', { name: /^Show line 20/ })).toBeVisible();
  await problem.getByRole('button', { name: /^Use backend/ }).click();
  await expect(page.getByRole('region', { name: 'Changes' })).toContainText('- name: backend');
  expect((await stored(product.url)).text).toBe(ROUTE);
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByText('Dry run: the server would take it.')).toBeVisible();
  expect((await stored(product.url)).text).toBe(ROUTE);
  // the changes are shown already, so that this saves
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('saved')).toContainText('Saved');
  expect((await stored(product.url)).text).toBe(ROUTE.replace('backnd', 'backend'));
  expect(errors).toEqual([]);
});

test('a rule moves with the keyboard and takes its comments along; what changed on the server meanwhile is merged', async ({
  page,
  product,
}) => {
  const before = (await stored(product.url)).text;
  await page.goto(`${product.url}/routes/httproute/default/shop/edit`);
  const name = page.getByLabel('Name', { exact: true });
  await expect(name.last()).toHaveValue('new');
  await name.last().focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(name.first()).toHaveValue('new');
  await expect(name.first()).toBeFocused();

  await call(product.url, 'PUT', TEXT, before.replace('- shop.example.com', '- shop.example.com\n  - www.example.com'));
  const notice = page.getByText('changed this object on the server');
  await expect(notice).toBeVisible();
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(notice).toBeHidden();
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('region', { name: 'Changes' })).toBeVisible();
  await expect(page.getByTestId('saved')).toBeHidden();
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('saved')).toContainText('Saved');
  const { text } = await stored(product.url);
  expect(text).toContain('  - www.example.com\n  rules:\n  - name: new # since spring\n');
  expect(text).toContain('  # the old version\n  - name: old\n');
});

test('where both changed the same, both are in the text until somebody decides', async ({ page, product }) => {
  await page.goto(`${product.url}/routes/httproute/default/shop/edit`);
  const host = page.getByLabel('hostname 1', { exact: true });
  await host.fill('mine.example.com');
  const before = (await stored(product.url)).text;
  await call(product.url, 'PUT', TEXT, before.replace('- shop.example.com', '- theirs.example.com'));
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  const yaml = page.getByRole('region', { name: 'YAML' });
  await expect(yaml).toContainText('<<<<<<< yours');
  await expect(yaml).toContainText('mine.example.com');
  await expect(yaml).toContainText('theirs.example.com');
  await expect(page.getByText('The text is not YAML at line')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled();
});

test('a GRPCRoute is written in a form, stands among the routes and has a page', async ({ page, product }) => {
  const errors = said(page);
  await page.goto(`${product.url}/routes/new?kind=grpcroute`);
  await page.getByLabel('Service', { exact: true }).first().fill('shop.Ledger');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('region', { name: 'Changes' })).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('saved')).toContainText('Saved');
  await page.goto(`${product.url}/routes`);
  await page.getByRole('link', { name: 'default/greeter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('greeter');
  await expect(page.getByTestId('rule')).toContainText('shop.Ledger');
  expect(errors).toEqual([]);
});

const POLICY = '/console/v1/text/gateway.envoyproxy.io/BackendTrafficPolicy/default/sticky';
const STICKY = `apiVersion: gateway.envoyproxy.io/v1alpha1
kind: BackendTrafficPolicy
metadata: {name: sticky, namespace: default}
spec:
  targetRefs:
  - {group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop}
  loadBalancer:
    type: ConsistentHash # by whom
    consistentHash:
      type: Headers
      headers: [{name: x-user}]
    slowStart:
      window: 60s
`;

test('what the API refuses stands at the field and line that cause it, and a link mends it', async ({
  page,
  product,
}) => {
  const errors = said(page);
  await call(product.url, 'PUT', POLICY, STICKY.replace(/ *slowStart:\n.*\n/, ''));
  await page.goto(`${product.url}/policies/backendtrafficpolicy/default/sticky/edit`);
  await page.getByRole('button', { name: 'Slow start', exact: true }).click();
  const window = page.getByLabel('Slow start window');
  await expect(window).toHaveValue('30s');
  await window.fill('60s');
  await expect(window).toHaveAttribute('aria-invalid', 'true');
  const row = page
    .getByRole('group', { name: 'Form' })
    .locator('p')
    .filter({ hasText: /^Currently SlowStart is only/ });
  await expect(row).toContainText('Remove slowStart or switch to LeastRequest. Line 12');
  const zone = page.getByRole('region', { name: 'YAML' }).getByText('spec.loadBalancer', { exact: true });
  await expect(zone).toBeVisible();

  // the other key moves who goes where, and is drawn although the text is refused as yet
  await page.getByText('Source IP', { exact: true }).click();
  await expect(page.getByText(/\s% of keys move\./)).toBeVisible();

  // the link under the line does the same as the one in the form
  await page.locator('.view-zones button', { hasText: 'Remove slowStart' }).click();
  await expect(row).toBeHidden();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('saved')).toContainText(/On 1 of 1 workers after \d+\.\d s/);
  await page.getByTestId('saved').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await call<{ text: string }>(product.url, 'GET', POLICY)).text).toContain('x-user');
  expect(errors).toEqual([]);
});

test('a rule is dragged to its place, and weights are slid', async ({ page, product }) => {
  await page.goto(`${product.url}/routes/httproute/default/shop/edit`);
  const name = page.getByLabel('Name', { exact: true });
  await expect(name.first()).toHaveValue('new');
  const rules = page.locator('[data-movable="spec/rules"]');
  await rules.nth(1).locator('[data-handle]').first().dragTo(rules.nth(0).getByRole('heading'));
  await expect(name.first()).toHaveValue('old');
  await rules.nth(0).getByRole('button', { name: 'Backend', exact: true }).click();
  const slider = rules.nth(0).getByRole('slider').first();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(rules.nth(0).getByText('75 %')).toBeVisible();
});
