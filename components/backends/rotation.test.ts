import { describe, expect, it } from 'vitest';
import type { SlicePast } from '../../server/contract/console.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { rotationOf } from './rotation.ts';

const slice = (endpoints: [address: string, conditions?: object][], name = 'pay-1'): KubeObject => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { namespace: 'shop', name },
  ports: [{ port: 80 }],
  endpoints: endpoints.map(([address, conditions]) => ({ addresses: [address], ...(conditions && { conditions }) })),
});
const past = (
  start: KubeObject[],
  events: [at: number, type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject][],
): SlicePast => ({
  from: 0,
  to: 900,
  start,
  events: events.map(([at, type, object], i) => ({ revision: i + 1, at, type, object })),
});

describe('who was in rotation', () => {
  it('is read from readiness over the revisions, also of endpoints that are gone', () => {
    const { lanes, marks } = rotationOf(
      past(
        [slice([['10.0.0.1'], ['10.0.0.2']])],
        [
          [100, 'MODIFIED', slice([['10.0.0.1'], ['10.0.0.2', { ready: false, terminating: true }]])],
          [200, 'MODIFIED', slice([['10.0.0.1'], ['10.0.0.3', { ready: false }]])],
          [300, 'MODIFIED', slice([['10.0.0.1'], ['10.0.0.3', { ready: true }]])],
        ],
      ),
      900,
    );
    expect(Object.fromEntries(lanes)).toEqual({
      '10.0.0.1:80': [{ from: 0, to: 900, state: 'in' }],
      '10.0.0.2:80': [
        { from: 0, to: 100, state: 'in' },
        { from: 100, to: 200, state: 'ending' },
      ],
      '10.0.0.3:80': [
        { from: 200, to: 300, state: 'out' },
        { from: 300, to: 900, state: 'in' },
      ],
    });
    expect(marks.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  it('takes an address in two slices as in rotation while one of them calls it ready', () => {
    const { lanes, marks } = rotationOf(
      past([slice([['10.0.0.1']]), slice([['10.0.0.1']], 'pay-2')], [[100, 'DELETED', slice([], 'pay-2')]]),
      900,
    );
    expect(lanes.get('10.0.0.1:80')).toEqual([{ from: 0, to: 900, state: 'in' }]);
    expect(marks).toEqual([]);
  });
});
