import { expect, test } from 'vitest';
import { humanAge } from './human-age.ts';

test.each([
  [-5000, '<invalid>'],
  [0, '0s'],
  [119_000, '119s'],
  [120_000, '2m'],
  [330_000, '5m30s'],
  [39 * 60_000, '39m'],
  [3 * 3_600_000, '3h'],
  [5.5 * 3_600_000, '5h30m'],
  [26 * 3_600_000, '26h'],
  [2 * 86_400_000 + 3_600_000, '2d1h'],
  [12 * 86_400_000, '12d'],
  [3 * 365 * 86_400_000, '3y'],
])('%i ms is printed as %s', (ms, text) => {
  expect(humanAge(ms)).toBe(text);
});
