import { expect, test } from 'vitest';
import type { PolicySpec } from '../../server/gateway/shapes.ts';
import { effectiveFields } from './effective.ts';

const own = {
  targetRefs: [{ group: 'g', kind: 'HTTPRoute', name: 'r' }],
  mergeType: 'StrategicMerge',
  loadBalancer: { type: 'ConsistentHash', consistentHash: { type: 'Headers', headers: [{ name: 'x-id' }] } },
} as unknown as Partial<PolicySpec>;
const base = {
  loadBalancer: { type: 'LeastRequest' },
  timeout: { http: { requestTimeout: '15s' } },
} as Partial<PolicySpec>;

test('without a merge the policy in force is all there is', () => {
  expect(effectiveFields(own)).toEqual([
    { field: 'loadBalancer.type', value: 'ConsistentHash', from: 'own' },
    { field: 'loadBalancer.consistentHash.type', value: 'Headers', from: 'own' },
    { field: 'loadBalancer.consistentHash.headers', value: 'x-id', from: 'own' },
  ]);
});

test('merged onto another, what both set is over that of the other, and what only the other sets counts', () => {
  const fields = effectiveFields(own, base);
  expect(fields[0]).toEqual({ field: 'loadBalancer.type', value: 'ConsistentHash', from: 'own', over: 'LeastRequest' });
  expect(fields.at(-1)).toEqual({ field: 'timeout.http.requestTimeout', value: '15s', from: 'base' });
});

test('over a broader policy that is not merged, nothing of that one counts', () => {
  const fields = effectiveFields(own, base, false);
  expect(fields[0]).toMatchObject({ value: 'ConsistentHash', over: 'LeastRequest' });
  expect(fields.at(-1)).toEqual({ field: 'timeout.http.requestTimeout', value: '15s', from: 'none' });
});
