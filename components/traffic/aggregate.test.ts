import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf } from '../../server/contract/histogram.ts';
import type { TrafficSample } from '../../server/contract/console.ts';
import { countedSeconds, endpointTotals, latencyMs, successRate, within } from './aggregate.ts';
import { seriesOver, stack, stepSeconds } from './series.ts';

const ENDPOINTS = ['127.0.1.1:3000', '127.0.1.2:3000', '127.0.1.3:3000'];

function sample(at: number, intervalMs: number, requests: number[], us = 500): TrafficSample {
  return {
    at,
    intervalMs,
    rules: [],
    listeners: [],
    endpoints: requests.map((n, i) => ({
      ruleId: 'HTTPRoute/default/a/0',
      backend: 0,
      endpoint: ENDPOINTS[i] ?? 'x',
      requests: n,
      statuses: [0, 0, n, 0, 0, 0],
      latency: n > 0 ? [[bucketOf(us), n]] : [],
      inFlight: i,
    })),
  };
}

const samples = fc.array(
  fc.record({
    gap: fc.constantFrom(500, 1000, 4000),
    requests: fc.array(fc.nat({ max: 50 }), { minLength: 3, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 60 },
);

function build(rows: { gap: number; requests: number[] }[]): TrafficSample[] {
  let at = 1_700_000_000_000;
  return rows.map((row) => sample((at += row.gap), row.gap === 500 ? 500 : 1000, row.requests));
}

describe('traffic windows', () => {
  it('adds up to the requests of the samples inside the window, whatever its edges', () => {
    fc.assert(
      fc.property(samples, fc.nat({ max: 60_000 }), fc.nat({ max: 60_000 }), (rows, a, b) => {
        const all = build(rows);
        const from = 1_700_000_000_000 + Math.min(a, b);
        const to = 1_700_000_000_000 + Math.max(a, b);
        const inside = all.filter((s) => s.at > from && s.at <= to);
        const expected = inside.flatMap((s) => s.endpoints).reduce((n, e) => n + e.requests, 0);
        const got = [...endpointTotals(within(all, from, to)).values()].reduce((n, t) => n + t.requests, 0);
        expect(got).toBe(expected);
      }),
    );
  });

  it('takes requests in flight from the newest sample alone', () => {
    const totals = endpointTotals([sample(1000, 500, [1, 1, 1]), sample(1500, 500, [1, 1, 1])]);
    expect([...totals.values()].map((t) => t.inFlight)).toEqual([0, 1, 2]);
  });

  it('reads latency and success from the sums', () => {
    const [totals] = endpointTotals([sample(1000, 500, [10], 2000)]).values();
    expect(latencyMs(totals!, 0.5)).toBeCloseTo(2, 1);
    expect(successRate({ requests: 10, statuses: [1, 0, 8, 0, 0, 1] })).toBeCloseTo(0.8);
    expect(successRate({ requests: 0, statuses: [0, 0, 0, 0, 0, 0] })).toBeNull();
  });
});

it('a gap is no time in which nothing was sent', () => {
  const seen = [sample(1000, 500, [10]), sample(1500, 500, [10]), sample(20_000, 1000, [10])];
  expect(countedSeconds(seen)).toBe(2);
  expect(countedSeconds([])).toBe(0);
});

describe('series', () => {
  const names = ENDPOINTS;
  const seriesOf = (key: string): string | undefined => key.split('|')[2];

  it('keeps a missing second as a gap and a quiet second as zero', () => {
    const rows = [sample(10_000, 1000, [5, 5, 5]), sample(11_000, 1000, []), sample(14_000, 1000, [2, 0, 0])];
    const series = seriesOver(rows, { from: 9_000, to: 14_000, step: 1 }, names, seriesOf, 'requests');
    expect(series.values.get(ENDPOINTS[0]!)).toEqual([5, 0, null, null, 2]);
  });

  it('shares of a step add up to 100 wherever there was traffic', () => {
    fc.assert(
      fc.property(samples, (rows) => {
        const all = build(rows);
        const from = 1_700_000_000_000;
        const series = seriesOver(all, { from, to: all.at(-1)!.at, step: 5 }, names, seriesOf, 'share');
        series.times.forEach((_, i) => {
          const column = names.map((name) => series.values.get(name)![i] ?? null);
          if (column.some((value) => value !== null))
            expect(column.reduce<number>((sum, v) => sum + (v ?? 0), 0)).toBeCloseTo(100, 6);
        });
      }),
    );
  });

  it('stacks from below and never closes a gap', () => {
    expect(
      stack([
        [1, null, 2],
        [3, 4, 5],
      ]),
    ).toEqual([
      [1, null, 2],
      [4, null, 7],
    ]);
  });

  it('never asks for more steps than a chart can show', () => {
    for (const range of [60, 300, 900, 3600]) expect(range / stepSeconds(range)).toBeLessThanOrEqual(180);
  });
});
