import { expect, it } from 'vitest';
import { ruleViews } from './scope.ts';
import { workerColumns } from './worker-columns.ts';

const ID = 'HTTPRoute/shop/pay/0';

it('adds up the variants of a rule for each worker, and leaves other rules out', () => {
  const rule = (id: string) => ({
    id,
    route: { kind: 'HTTPRoute' as const, namespace: 'shop', name: 'pay' },
    index: 0,
    action: {
      type: 'forward' as const,
      group: {
        loadBalancer: { type: 'RoundRobin' as const },
        structure: 'localities' as const,
        backends: [
          {
            index: 0,
            ref: { kind: 'Service', namespace: 'shop', name: 'pay', port: 80 },
            weight: 1,
            endpoints: [
              { address: '10.0.0.1', port: 80 },
              { address: '10.0.0.2', port: 80 },
            ],
          },
        ],
      },
    },
  });
  const [view] = ruleViews({
    revision: 1,
    gateways: [],
    rules: { [ID]: rule(ID), [`${ID}@shop/eg/two`]: rule(`${ID}@shop/eg/two`) },
  });
  const row = (ruleId: string, endpoint: string, requests: number) => ({
    ruleId,
    backend: 0,
    endpoint,
    requests,
    inFlight: 1,
  });
  const columns = workerColumns(view!, {
    seconds: 60,
    workers: [
      {
        worker: 0,
        endpoints: [
          row(ID, '10.0.0.1:80', 3),
          row(`${ID}@shop/eg/two`, '10.0.0.1:80', 4),
          row('HTTPRoute/x/y/0', '10.0.0.1:80', 9),
        ],
      },
      { worker: 1, endpoints: [] },
    ],
  });
  expect(columns.map(({ worker, requests }) => [worker, requests])).toEqual([
    [0, 7],
    [1, 0],
  ]);
  expect([...columns[0]!.endpoints.values()]).toEqual([
    { requests: 7, inFlight: 2 },
    { requests: 0, inFlight: 0 },
  ]);
});
