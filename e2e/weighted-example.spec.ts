import { expect, test } from './support/product.ts';
import { generate, requestsByEndpoint } from './support/traffic.ts';

test('the second example splits 90 to 10 over two Services', async ({ console: page, product }) => {
  await page.getByRole('button', { name: 'Load the example Weighted split' }).click();
  await expect(page).toHaveURL(/\/routes\/httproute\/default\//);
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
