import { expect, test } from './support/product.ts';
import { listenerUrl } from './support/traffic.ts';

test.describe.configure({ mode: 'serial' });

test('the main job is done with the keyboard alone: example, traffic, policy, verdict, export', async ({
  console: page,
  product,
}) => {
  test.setTimeout(150_000);
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  /** Presses Tab until the focus is on what has this name. */
  const tabTo = async (role: string, name: string | RegExp): Promise<void> => {
    const target = page.getByRole(role as 'button', { name }).first();
    await expect(target).toBeVisible();
    for (let n = 0; n < 80; n += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the focus never came to ${role} ${String(name)}`);
  };

  // 1: the example, behind the skip link
  await expect(page.getByRole('button', { name: 'Load the example' }).first()).toBeVisible();
  await press('Tab', 'Enter');
  await tabTo('button', 'Load the example');
  await press('Enter');
  await expect(page).toHaveURL(/\/routes\/httproute\/default\/round-robin-route/);
  await expect(page.getByRole('heading', { level: 1, name: /round-robin-route/ })).toBeVisible();
  await listenerUrl(product.url);

  // 2: to the list by its keys, and into the route by the arrows
  await press('Escape', 'g', 'r');
  await expect(page.getByRole('heading', { level: 1, name: 'Routes' })).toBeVisible();
  await expect(page.getByRole('link', { name: /round-robin-route/ }).first()).toBeVisible();
  await press('/', 'ArrowDown', 'Enter');
  await expect(page).toHaveURL(/\/routes\/httproute\/default\/round-robin-route/);
  await expect(page.getByRole('heading', { level: 1, name: /round-robin-route/ })).toBeVisible();

  // 3: requests are sent
  await tabTo('textbox', 'Path');
  await tabTo('button', 'Start');
  await press('Enter');
  await expect(page.getByText(/^Answered 2xx/).first()).toBeVisible();

  // 4: Traffic says what became of them
  await press('Escape');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await press('g', 't');
  await expect(page.getByRole('heading', { level: 1, name: 'Traffic' })).toBeVisible();

  // 5: the policy is found by its name and edited
  await press('Control+k');
  await page.keyboard.type('round-robin-policy');
  await expect(page.getByText('BackendTrafficPolicy, default').first()).toBeVisible();
  await press('Enter');
  await expect(page).toHaveURL(/\/policies\/backendtrafficpolicy\/default\/round-robin-policy$/);
  await expect(page.getByRole('link', { name: 'Edit' }).first()).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await press('e');
  await expect(page).toHaveURL(/\/edit/);
  await tabTo('radio', /^RoundRobin/);
  await press('ArrowRight');
  // 6: saved by its key: first the changes, then the save
  await expect(page.getByRole('button', { name: /^Save/ })).toBeEnabled();
  await press('Control+s');
  await expect(page.getByRole('heading', { name: 'What it will change' })).toBeVisible();
  await press('Control+s');
  await expect(page.getByTestId('saved')).toContainText(/Saved as revision \d+/);

  // 7: taken away
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await press('Control+k');
  await page.keyboard.type('Export');
  await press('Enter');
  await expect(page).toHaveURL(/\/export/);
  await tabTo('button', /^Copy/);
});

test('single keys can be turned off, and the palette creates what it does not find', async ({ console: page }) => {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  const dialog = page.getByRole('dialog');
  // the heading is there before the page listens
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(dialog).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await dialog.getByRole('switch', { name: 'Single keys act' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.keyboard.press('?');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('> single keys');
  await expect(page.getByText('Turn single keys on')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page).toHaveURL(/\/traffic/);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('no-such-name');
  await expect(page.getByRole('dialog').getByRole('button', { name: /^New route/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/routes\/new/);
});
