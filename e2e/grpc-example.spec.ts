import { expect, test } from './support/product.ts';
import { generate, requestsByEndpoint } from './support/traffic.ts';

test('the third example gives each of four backends a quarter of the calls of one connection', async ({
  console: page,
  product,
}) => {
  await page.getByRole('button', { name: 'Load the example gRPC' }).click();
  await expect(page).toHaveURL(/grpcroute\/default\/echo-route/);
  const run = await generate(product.url, {
    protocol: 'grpc',
    method: 'POST',
    host: 'grpc.example.com',
    path: '/grpc.examples.echo.Echo/UnaryEcho',
    count: 4000,
  });
  expect(run).toMatchObject({ state: 'done', answered: 4000, statuses: [0, 0, 4000, 0, 0, 0] });
  await page.goto(`${product.url}/traffic?scope=GRPCRoute/default/echo-route`);
  await expect.poll(async () => Object.values(await requestsByEndpoint(page))).toEqual([1000, 1000, 1000, 1000]);
  await expect(page.getByTestId('shares')).toContainText('25.0');
});
