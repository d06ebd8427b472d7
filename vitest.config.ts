import { defineConfig } from 'vitest/config';

const common = { testTimeout: 30_000, hookTimeout: 30_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: 'all',
          include: ['{server,components,scripts}/**/*.test.{ts,tsx}'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // the proxy once more, on documented Node APIs alone; behind the others, since the tests have addresses of their own
        test: {
          ...common,
          name: 'node',
          include: ['server/proxy/*.test.ts'],
          env: { SWITCHYARD_TRANSPORT: 'node' },
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
