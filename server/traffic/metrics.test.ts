import { expect, test } from 'vitest';
import { bucketOf } from '../contract/histogram.ts';
import { Metrics } from './metrics.ts';

test('counters by endpoint, with a cumulative histogram in seconds', () => {
  const metrics = new Metrics();
  const report = {
    worker: 0,
    at: 0,
    intervalMs: 250,
    endpoints: [
      {
        ruleId: 'HTTPRoute/default/a"b/0',
        backend: 1,
        endpoint: '127.0.1.1:3000',
        requests: 3,
        statuses: [1, 0, 2, 0, 0, 0],
        latency: [
          [bucketOf(800), 2],
          [bucketOf(40_000), 1],
        ] as [number, number][],
        inFlight: 2,
      },
    ],
    rules: [
      {
        ruleId: 'x',
        requests: 1,
        statuses: [0, 0, 0, 0, 0, 1],
        own: [{ status: 503, reason: 'no endpoints', count: 1 }],
      },
    ],
    listeners: [
      {
        listener: 'default/eg/http',
        requests: 2,
        statuses: [0, 0, 1, 0, 1, 0],
        unmatched: 1,
        unmatchedSamples: [{ host: 'h', path: '/' }],
      },
    ],
    connections: { open: 4, accepted: 5 },
  };
  metrics.add(report);
  metrics.add({ ...report, worker: 1 });
  const lines = metrics.text([{ name: 'switchyard_objects', help: 'Objects.', value: 7 }]).split('\n');
  const labels = 'rule="HTTPRoute/default/a\\"b/0",backend="1",endpoint="127.0.1.1:3000"';
  expect(lines).toContain('switchyard_objects 7');
  expect(lines).toContain('switchyard_connections_open 8');
  expect(lines).toContain('switchyard_connections_accepted_total 10');
  expect(lines).toContain(`switchyard_requests_total{${labels},code_class="2xx"} 4`);
  expect(lines).toContain(`switchyard_requests_total{${labels},code_class="none"} 2`);
  expect(lines).toContain(`switchyard_request_duration_seconds_bucket{${labels},le="0.001"} 4`);
  expect(lines).toContain(`switchyard_request_duration_seconds_bucket{${labels},le="0.025"} 4`);
  expect(lines).toContain(`switchyard_request_duration_seconds_bucket{${labels},le="0.05"} 6`);
  expect(lines).toContain(`switchyard_request_duration_seconds_bucket{${labels},le="+Inf"} 6`);
  expect(lines).toContain(`switchyard_requests_in_flight{${labels}} 4`);
  expect(lines).toContain('switchyard_own_answers_total{rule="x",status="503",reason="no endpoints"} 2');
  expect(lines).toContain('switchyard_listener_unmatched_total{listener="default/eg/http"} 2');
  metrics.disconnected();
  expect(metrics.text([])).toContain('switchyard_connections_open 0\n');
});
