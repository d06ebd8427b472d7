import path from 'node:path';
import { mountSmallDisk } from '../scripts/fire/small-disk.ts';
import { expect, startProduct, test } from './support/product.ts';

const POLICY = '/policies/backendtrafficpolicy/default/round-robin-policy';
const ROUTE = '/routes/httproute/default/round-robin-route';

test('pages say what the store says of a full disk, and saving succeeds when there is room again', async ({ page }) => {
  const disk = mountSmallDisk(4 << 20);
  if ('reason' in disk) return test.skip(true, disk.reason);
  const product = await startProduct({ DATABASE_URL: `file:${path.join(disk.folder, 'switchyard.db')}` });
  try {
    const load = (): Promise<void> => page.getByRole('button', { name: 'Load the example Round robin' }).click();
    await page.goto(product.url);
    disk.fill();
    await load();
    await expect(page.getByRole('alert').filter({ hasText: 'free some space' })).toBeVisible();
    disk.free();
    await load();
    await expect(page).toHaveURL(new RegExp(ROUTE));

    await page.goto(`${product.url}${POLICY}/edit?view=form`);
    await page.getByRole('radio', { name: /^Random/ }).check();
    disk.fill();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('main')).toContainText('free some space');
    disk.free();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByTestId('saved')).toContainText('Saved');

    await page.goto(`${product.url}${ROUTE}`);
    disk.fill();
    await page.getByRole('button', { name: 'Delete' }).first().click();
    await page.getByRole('button', { name: 'Delete round-robin-route' }).click();
    await expect(page.getByRole('dialog')).toContainText('free some space');
    await page.getByRole('button', { name: 'Keep it' }).click();
    disk.free();
  } finally {
    await product.stop();
    disk.unmount();
  }
});
