import { expect, test } from './support/product.ts';
import { call } from './support/traffic.ts';

const route = (name: string): object => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, namespace: 'default' },
  spec: { hostnames: [`${name}.example.com`], rules: [{ backendRefs: [{ name: 'backend', port: 80 }] }] },
});

test('a list is worked with the keyboard alone: look, select, label, delete', async ({ console: page, product }) => {
  // one is written by hand, with a comment that has to stay
  const written = `# by hand\n${JSON.stringify(route('one'), null, 2)}\n`;
  await call(product.url, 'POST', '/console/v1/import', written);
  for (const name of ['two', 'three'])
    await call(product.url, 'POST', '/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes', route(name));
  await page.goto(`${product.url}/routes?sort=name`);
  const row = (name: string) => page.getByRole('link', { name: `default/${name}` });
  await expect(row('two')).toBeVisible();

  await row('one').focus();
  await page.keyboard.press('Space');
  const drawer = page.getByRole('dialog');
  await expect(drawer).toContainText('one.example.com');
  await expect(page).toHaveURL(/peek=httproute%2Fdefault%2Fone/);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(row('one')).toBeFocused();

  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const bar = page.getByRole('toolbar', { name: 'Selected rows' });
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Label' }).click();
  await page.getByRole('textbox', { name: 'Label' }).fill('team');
  await page.getByRole('textbox', { name: 'Value' }).fill('shop');
  await page.keyboard.press('Enter');
  await expect(bar).toBeHidden();
  const { text } = await call<{ text: string }>(
    product.url,
    'GET',
    '/console/v1/text/gateway.networking.k8s.io/HTTPRoute/default/one',
  );
  expect(text).toContain('# by hand');
  expect(text).toMatch(/team"?: "?shop/);
  const { items } = await call<{ items: unknown[] }>(
    product.url,
    'GET',
    '/apis/gateway.networking.k8s.io/v1/httproutes?labelSelector=team%3Dshop',
  );
  expect(items).toHaveLength(2);

  await row('two').focus();
  await page.keyboard.press('x');
  await bar.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete two' }).click();
  await expect(row('two')).toHaveCount(0);
  await expect(row('one')).toBeVisible();
});

test('the columns of a list are chosen in its address', async ({ console: page, product }) => {
  await page.goto(`${product.url}/routes`);
  await expect(page.getByRole('columnheader', { name: 'Last hit' })).toBeVisible();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Labels' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Last hit' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Labels' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Last hit' })).toHaveCount(0);
  const shared = page.url();
  await page.goto(shared);
  await expect(page.getByRole('columnheader', { name: 'Labels' })).toBeVisible();
});

test('a Gateway closes its listeners in the list, and gets one more in the editor', async ({
  console: page,
  product,
}) => {
  await call(product.url, 'POST', '/console/v1/examples/round-robin');
  await page.goto(`${product.url}/gateways`);
  const listener = page.getByRole('cell', { name: 'listener http' });
  await expect(listener).toBeVisible();
  const fold = page.getByRole('button', { name: '1 listener' });
  await fold.click();
  await expect(listener).toBeHidden();
  await page.reload();
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await expect(listener).toBeHidden();

  await page.getByRole('button', { name: 'New listener' }).click();
  await expect(page.getByRole('region', { name: 'Changes' })).toContainText('name: http-8080');
  await page.getByRole('button', { name: /^Save/ }).click();
  await expect(page.getByTestId('saved')).toContainText('Saved');
  await page.goto(`${product.url}/gateways/default/eg`);
  const cards = page.getByTestId('listeners').getByRole('listitem');
  await expect(cards.filter({ hasText: 'HTTP 8080' })).toContainText('Programmed');
});
