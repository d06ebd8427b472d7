import { expect, test } from './support/product.ts';
import { afterChange, call, generate, requestsByEndpoint } from './support/traffic.ts';

test.describe.configure({ mode: 'serial' });

test('the second example splits 90 to 10 over two Services', async ({ console: page, product }) => {
  await page.getByRole('button', { name: 'Load the example Weighted split' }).click();
  await expect(page).toHaveURL(/\/routes\/httproute\/default\//);
  await afterChange();
  await generate(product.url, { path: '/split', count: 2000 });
  const name = page.url().split('/').at(-1)!.replace(/\?.*/, '');
  await page.goto(`${product.url}/traffic?scope=HTTPRoute/default/${name}`);
  await expect
    .poll(async () => Object.values(await requestsByEndpoint(page)).reduce((sum, n) => sum + n, 0))
    .toBe(2000);
  const counts = Object.values(await requestsByEndpoint(page));
  expect(counts).toHaveLength(4);
  expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(1800);
  await page.getByRole('radiogroup', { name: 'Level' }).getByText('Backends').click();
  await expect(page.getByTestId('shares')).toContainText('90.0');
  await expect(page.getByTestId('shares')).toContainText('10.0');
});

test('weights are moved on the page of a route, and seen as a diff before they are saved', async ({
  page,
  product,
}) => {
  await page.goto(`${product.url}/routes/httproute/default/split-route`);
  await page.getByRole('button', { name: 'Move traffic' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move traffic of split-route' });
  await dialog.getByRole('spinbutton', { name: /^Weight of backend-v2:3000/ }).fill('30');
  await expect(dialog).toContainText('25.0 %');
  await dialog.getByRole('button', { name: 'See the change and save' }).click();
  await expect(page.getByRole('region', { name: 'Changes' })).toContainText('weight: 30');
  await page.keyboard.press('Control+s');
  await expect(page.getByTestId('saved')).toContainText('Saved');
  await page.goto(`${product.url}/routes/httproute/default/split-route`);
  await expect(page.getByTestId('shares')).toContainText('25.0 %');
});

test('a rule that never wins is found, names its winner, and takes over when that is deleted', async ({
  page,
  product,
}) => {
  await call(
    product.url,
    'POST',
    '/console/v1/import',
    `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: split-late
  namespace: default
spec:
  parentRefs:
  - name: eg
  hostnames:
  - www.example.com
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /split
    backendRefs:
    - name: backend-v1
      port: 3000
`,
  );
  await page.goto(`${product.url}/routes?state=never`);
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await page.getByRole('link', { name: 'default/split-late' }).click();
  await expect(page.getByTestId('never-wins')).toContainText('default/split-route rule 1 takes all of its requests');
  await page.getByTestId('never-wins').getByRole('link').click();
  await expect(page).toHaveURL(/split-route/);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText(
    'Requests for www.example.com will go to default/split-late rule 1.',
  );
  await page.getByRole('button', { name: 'Delete split-route' }).click();
  await page.goto(`${product.url}/routes/httproute/default/split-late`);
  await expect(page.getByTestId('shares')).toBeVisible();
  await expect(page.getByTestId('never-wins')).toHaveCount(0);
});
