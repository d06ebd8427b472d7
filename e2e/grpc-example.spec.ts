import { expect, test } from './support/product.ts';
import { afterChange, call, requestsByEndpoint } from './support/traffic.ts';
import type { GeneratorRun } from '../server/contract/console.ts';

test('the third example gives each of four backends a quarter of the calls of one connection', async ({
  console: page,
  product,
}) => {
  await page.getByRole('button', { name: 'Load the example gRPC' }).click();
  await expect(page).toHaveURL(/grpcroute\/default\/echo-route/);
  const form = page.getByRole('form', { name: 'Send traffic' });
  await expect(form.getByLabel('Method')).toHaveValue('gRPC');
  await expect(form.getByLabel('Path')).toHaveValue('/grpc.examples.echo.Echo/UnaryEcho');
  await form.getByText('Exactly', { exact: true }).click();
  await form.getByLabel('Number of requests').fill('4000');
  await form.getByLabel('Rate').fill('1000');
  await afterChange();
  await form.getByRole('button', { name: 'Start' }).click();
  await expect
    .poll(async () => (await call<GeneratorRun | null>(product.url, 'GET', '/console/v1/generator'))?.state, {
      timeout: 30_000,
    })
    .toBe('done');
  const run = await call<GeneratorRun>(product.url, 'GET', '/console/v1/generator');
  expect(run).toMatchObject({ answered: 4000, statuses: [0, 0, 4000, 0, 0, 0] });
  await expect(page.getByText(/^printf .*--http2-prior-knowledge/).first()).toBeVisible();
  await page.goto(`${product.url}/traffic?scope=GRPCRoute/default/echo-route`);
  await expect
    .poll(async () => Object.values(await requestsByEndpoint(page)).toSorted((a, b) => a - b))
    .toEqual([1000, 1000, 1000, 1000]);
  await expect(page.getByTestId('shares')).toContainText('25.0');
});
