import { versions } from '../server/model/versions.ts';
import { expect, test } from './support/product.ts';
import { call } from './support/traffic.ts';

test('forms ask for what the schemas say', async ({ page, product }) => {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  await call(product.url, 'POST', '/console/v1/examples/round-robin');

  await page.goto(`${product.url}/gateways/default/eg/edit`);
  const routes = page.getByLabel('Routes from').last();
  await expect(routes.locator('option')).toHaveText([
    'This namespace (default)',
    'All namespaces',
    'Namespaces by label',
    'This namespace',
  ]);
  await expect(page.getByText('*.example.com', { exact: true })).toBeVisible();

  await page.goto(`${product.url}/policies/backendtrafficpolicy/default/round-robin-policy/edit`);
  const cards = page.getByRole('radiogroup', { name: 'Algorithm' });
  await expect(cards.getByRole('radio', { name: /^Random.*No memory/ })).toBeVisible();
  await cards.getByRole('radio', { name: /^ConsistentHash/ }).check();
  const size = page.getByLabel('Table size').last();
  await expect(size).toHaveAttribute('placeholder', '65537 (default)');
  await size.fill('100');
  await expect(page.getByText('Nearest:')).toContainText('97, 101');

  await page.goto(`${product.url}/backends/new`);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('My_app');
  await page.getByLabel('Address 1').fill('127.0.0.1:8080');
  await page.getByRole('button', { name: 'Create the backend' }).click();
  await expect(page.getByText('It must be lower-case letters, digits and -.')).toBeVisible();

  // a policy of content that forbids code from texts would say so here
  expect(said).toEqual([]);
});

test('the navigation names the releases that are followed', async ({ page, product }) => {
  await page.goto(product.url);
  const foot = page.getByRole('navigation', { name: 'Main', exact: true });
  await expect(foot).toContainText(`Gateway API${versions.gatewayApi}`);
  await expect(foot).toContainText(`Envoy Gateway${versions.envoyGateway}`);
});
