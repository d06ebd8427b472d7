import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RANGES, readUrl, writeUrl, type TrafficUrl } from './url-state.ts';
import { windowOf } from './window.ts';

const state: fc.Arbitrary<TrafficUrl> = fc.record({
  scope: fc.constantFrom('', 'HTTPRoute/default/a/0', 'Gateway/default/eg/http'),
  level: fc.constantFrom('backends', 'endpoints'),
  range: fc.constantFrom(60, 300, 900, 3600, 86_400),
  window: fc.integer({ min: 1, max: 86_400 }),
  end: fc.option(fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), { nil: undefined }),
  edge: fc.constant(undefined),
  only: fc.integer({ min: 0, max: 20 }),
  metric: fc.constantFrom('p50', 'p95', 'requests', 'share', 'p99', '5xx', 'inflight'),
  workers: fc.boolean(),
  generator: fc.boolean(),
});

describe('address of the traffic page', () => {
  it('reads back as what was written', () => {
    fc.assert(
      fc.property(state, (given) => {
        expect(readUrl(new URL(writeUrl(given), 'http://x').searchParams)).toEqual(given);
      }),
    );
  });

  it('keeps the end of the chart only where the window ends before it', () => {
    const end = 1_800_000_000_000;
    const read = (edge: number) => readUrl(new URLSearchParams({ end: String(end), edge: String(edge) }));
    expect(read(end + 5000).edge).toBe(end + 5000);
    expect(writeUrl(read(end + 5000))).toContain('edge=');
    expect(read(end).edge).toBeUndefined();
    expect(readUrl(new URLSearchParams({ edge: String(end) })).edge).toBeUndefined();
  });

  it('falls back to defaults for anything that makes no sense', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const read = readUrl(new URLSearchParams({ range: a, window: b, metric: a, end: b }));
        expect(RANGES).toContain(read.range);
        expect(read.window).toBeGreaterThanOrEqual(1);
      }),
    );
    expect(writeUrl(readUrl(new URLSearchParams()))).toBe('/traffic');
  });
});

describe('share window', () => {
  const end = 100_000;
  it('starts anew at the newest revision inside it', () => {
    const marks = [{ at: 10_000 }, { at: 60_000 }, { at: 70_000 }, { at: 120_000 }];
    expect(windowOf({ end, seconds: 60, live: true, marks })).toEqual({ from: 70_750, to: end, cut: 'revision' });
  });
  it('keeps its length when nothing changed, and when it lies in the past by choice', () => {
    expect(windowOf({ end, seconds: 60, live: true, marks: [{ at: 1 }] })).toEqual({
      from: 40_000,
      to: end,
      cut: null,
    });
    expect(windowOf({ end, seconds: 60, live: false, marks: [{ at: 50_000 }] }).from).toBe(40_000);
  });
});
