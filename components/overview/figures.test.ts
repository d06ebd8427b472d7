import { describe, expect, it } from 'vitest';
import type { TrafficSample } from '../../server/contract/console.ts';
import { figuresOf } from './figures.ts';

function sample(part: Partial<TrafficSample>): TrafficSample {
  return { at: 1000, intervalMs: 500, endpoints: [], rules: [], listeners: [], ...part };
}

describe('figuresOf', () => {
  it('names the endpoint that has more than half of the failures', () => {
    const row = (endpoint: string, failed: number) => ({
      ruleId: 'HTTPRoute/a/b/0',
      backend: 0,
      endpoint,
      requests: 10,
      statuses: [0, 0, 10 - failed, 0, 0, failed],
      latency: [] as [number, number][],
      inFlight: 2,
    });
    const listener = {
      listener: 'a/g/http',
      requests: 20,
      statuses: [0, 0, 14, 0, 0, 6],
      unmatched: 0,
      unmatchedSamples: [],
    };
    const figures = figuresOf([
      sample({ endpoints: [row('10.0.0.1:80', 5), row('10.0.0.2:80', 1)], listeners: [listener] }),
    ]);
    expect(figures).toMatchObject({
      failed: 6,
      cause: { endpoint: '10.0.0.1:80', failed: 5 },
      inFlight: 4,
      requests: 20,
    });
  });
  it('counts what no route took and names the one seen most often', () => {
    const miss = (path: string) => ({
      listener: 'a/g/http',
      requests: 1,
      statuses: [0, 0, 0, 0, 1, 0],
      unmatched: 1,
      unmatchedSamples: [{ host: 'x.example.com', path }],
    });
    const figures = figuresOf([
      sample({ listeners: [miss('/a')] }),
      sample({ listeners: [miss('/b')] }),
      sample({ listeners: [miss('/b')] }),
    ]);
    expect(figures).toMatchObject({ unmatched: 3, topUnmatched: { path: '/b' }, p50: null });
    expect(figures.unmatchedPerSecond).toBeCloseTo(2);
  });
});
