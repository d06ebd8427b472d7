import { expect, test } from 'vitest';
import { staleText } from './stale.ts';

const NOW = 1_000_000;
const silence = { now: NOW, lastAt: NOW - 14_000, proxyAnswers: true };

test('old figures name the link that is silent', () => {
  const heard = { state: 'open', lastEvent: NOW - 1_000 } as const;
  expect(staleText({ ...silence, connection: { state: 'lost', lastEvent: NOW - 14_000 } })).toBe(
    'Last sample 14 s ago, reconnecting.',
  );
  expect(staleText({ ...silence, connection: { state: 'open', lastEvent: NOW - 6_000 } })).toBe(
    'Last sample 14 s ago: nothing is heard from the console.',
  );
  expect(staleText({ ...silence, connection: heard, proxyAnswers: false })).toBe(
    'Last sample 14 s ago: no answer from the proxy.',
  );
  expect(staleText({ ...silence, connection: heard })).toBe('Last sample 14 s ago: the proxy sends no figures.');
});

test('a lost connection is named before what was last known of the proxy', () => {
  expect(staleText({ ...silence, proxyAnswers: false, connection: { state: 'lost', lastEvent: null } })).toContain(
    'reconnecting',
  );
});
