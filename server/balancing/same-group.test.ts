import { expect, it } from 'vitest';
import { sameGroup } from './same-group.ts';
import type { BalancedGroup } from './types.ts';

const base: BalancedGroup = {
  loadBalancer: {
    type: 'ConsistentHash',
    inputs: [{ type: 'Cookie', name: 'c', ttl: 5, attributes: { a: '1', b: '2' } }],
    tableSize: 11,
  },
  structure: 'localities',
  localities: [{ weight: 1, endpoints: [{ address: '10.0.0.1', port: 80 }] }],
};

it('takes copies and other orders of attributes for the same', () => {
  expect(sameGroup(base, structuredClone(base))).toBe(true);
  const turned = { type: 'Cookie' as const, name: 'c', ttl: 5, attributes: { b: '2', a: '1' } };
  expect(sameGroup(base, { ...base, loadBalancer: { type: 'ConsistentHash', inputs: [turned], tableSize: 11 } })).toBe(
    true,
  );
});

it('sees every difference', () => {
  const localities = base.localities;
  const others: BalancedGroup[] = [
    { ...base, structure: 'weighted' },
    { ...base, loadBalancer: { type: 'RoundRobin' } },
    { ...base, loadBalancer: { type: 'ConsistentHash', inputs: [], tableSize: 11 } },
    { ...base, loadBalancer: { type: 'ConsistentHash', inputs: [{ type: 'SourceIP' }], tableSize: 11 } },
    {
      ...base,
      loadBalancer: {
        type: 'ConsistentHash',
        inputs: [{ type: 'Cookie', name: 'c', attributes: { a: '1', b: '2' } }],
        tableSize: 11,
      },
    },
    { ...base, loadBalancer: { type: 'ConsistentHash', inputs: [{ type: 'Header', name: 'c' }], tableSize: 11 } },
    { ...base, localities: [] },
    { ...base, localities: [{ ...localities[0]!, weight: 2 }] },
    { ...base, localities: [{ ...localities[0]!, respond: {} }] },
    { ...base, localities: [{ weight: 1, endpoints: [{ address: '10.0.0.1', port: 81 }] }] },
    { ...base, localities: [{ weight: 1, endpoints: [{ address: '10.0.0.1', port: 80, zone: 'a' }] }] },
  ];
  for (const other of others) expect(sameGroup(base, other)).toBe(false);
});
