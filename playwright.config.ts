import { defineConfig } from '@playwright/test';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const specs = readdirSync(path.join(import.meta.dirname, 'e2e')).filter((name) => name.endsWith('.spec.ts'));

/**
 * Specs start their own product on free ports (e2e/support/product.ts), against the production build. Each file is a project, since projects
 * share no worker and so no product.
 */
export default defineConfig({
  testDir: 'e2e',
  projects: specs.map((name) => ({ name: name.replace(/\.spec\.ts$/, ''), testMatch: `**/${name}` })),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
