import { expect, test } from 'vitest';
import type { Deltas } from '../contract/control.ts';
import { TrafficAggregator } from './aggregator.ts';

const START = 1_700_000_000_000;

function deltas(worker: number, at: number, requests: number, inFlight = 0): Deltas {
  return {
    worker,
    at,
    intervalMs: 250,
    endpoints: [
      {
        ruleId: 'r',
        backend: 0,
        endpoint: '127.0.1.1:3000',
        requests,
        statuses: [0, 0, requests, 0, 0, 0],
        latency: [[70, requests]],
        inFlight,
      },
    ],
    rules: [{ ruleId: 'r', requests, statuses: [0, 0, requests, 0, 0, 0], own: [] }],
    listeners: [
      {
        listener: 'default/eg/http',
        requests,
        statuses: [0, 0, requests, 0, 0, 0],
        unmatched: 0,
        unmatchedSamples: [],
      },
    ],
    connections: { open: 1, accepted: 0 },
  };
}

test('reports of several workers in one half second are one sample', () => {
  const aggregator = new TrafficAggregator();
  aggregator.advance(START + 150, true);
  aggregator.add(deltas(0, START + 250, 3, 1));
  aggregator.add(deltas(1, START + 260, 4, 2));
  aggregator.add(deltas(0, START + 500, 5, 1));
  aggregator.add(deltas(1, START + 495, 6, 3));
  const [sample, ...more] = aggregator.advance(START + 660, true);
  expect(more).toEqual([]);
  expect(sample).toMatchObject({ at: START + 500, intervalMs: 500 });
  expect(sample?.endpoints).toEqual([
    {
      ruleId: 'r',
      backend: 0,
      endpoint: '127.0.1.1:3000',
      requests: 18,
      statuses: [0, 0, 18, 0, 0, 0],
      latency: [[70, 18]],
      inFlight: 4,
    },
  ]);
  expect(sample?.rules[0]?.requests).toBe(18);
  expect(sample?.listeners[0]?.requests).toBe(18);
});

test('the work of the proxy itself is summed over workers', () => {
  const aggregator = new TrafficAggregator();
  aggregator.advance(START + 150, true);
  aggregator.add({ ...deltas(0, START + 250, 3), work: [[40, 2]] });
  aggregator.add({
    ...deltas(1, START + 260, 4),
    work: [
      [30, 1],
      [40, 1],
    ],
  });
  const [sample] = aggregator.advance(START + 660, true);
  expect(sample?.work).toEqual([
    [30, 1],
    [40, 3],
  ]);
});

test('no request counts in a sample that ended before it was made', () => {
  const aggregator = new TrafficAggregator();
  aggregator.advance(START + 150, true);
  // a run that began at 510 ms is in a report from 350 to 600 ms, whose middle lies before its first request
  aggregator.add(deltas(0, START + 600, 27));
  const samples = aggregator.advance(START + 1_150, true);
  expect(samples.map(({ at, rules }) => [at - START, rules[0]?.requests ?? 0])).toEqual([
    [500, 0],
    [1_000, 27],
  ]);
});

test('a half second without traffic is a sample without rows', () => {
  const aggregator = new TrafficAggregator();
  aggregator.advance(START + 150, true);
  expect(aggregator.advance(START + 1_150, true)).toEqual([
    { at: START + 500, intervalMs: 500, endpoints: [], rules: [], listeners: [] },
    { at: START + 1_000, intervalMs: 500, endpoints: [], rules: [], listeners: [] },
  ]);
});

test('without a proxy there are no samples, and none are made up afterwards', () => {
  const aggregator = new TrafficAggregator();
  aggregator.advance(START + 150, true);
  expect(aggregator.advance(START + 60_150, false)).toEqual([]);
  expect(aggregator.advance(START + 60_650, true).map(({ at }) => at)).toEqual([START + 60_500]);
});

test('a late report counts in the next sample', () => {
  const aggregator = new TrafficAggregator();
  aggregator.advance(START + 150, true);
  aggregator.add(deltas(0, START + 250, 3));
  expect(aggregator.advance(START + 660, true)[0]?.rules[0]?.requests).toBe(3);
  aggregator.add(deltas(1, START + 250, 4));
  expect(aggregator.advance(START + 1_160, true)[0]?.rules[0]?.requests).toBe(4);
});

test('requests of a worker that went silent are no longer in flight', () => {
  const aggregator = new TrafficAggregator();
  aggregator.advance(START + 150, true);
  aggregator.add(deltas(0, START + 250, 1, 7));
  expect(aggregator.advance(START + 1_160, true).map((sample) => sample.endpoints[0]?.inFlight)).toEqual([7, 7]);
  expect(aggregator.advance(START + 4_160, true).at(-1)?.endpoints).toEqual([]);
});

test('sums stay exact when the clock is set back', () => {
  const aggregator = new TrafficAggregator();
  aggregator.advance(START + 150, true);
  aggregator.add(deltas(0, START + 250, 5));
  const back = START - 3_600_000;
  let requests = 0;
  for (let now = back; now < back + 3_000; now += 250) {
    if (now === back + 1_000) aggregator.add(deltas(0, now, 2));
    for (const sample of aggregator.advance(now, true)) requests += sample.rules[0]?.requests ?? 0;
  }
  expect(requests).toBe(7);
});
