import { describe, expect, it } from 'vitest';
import { keyMoves } from './key-moves.ts';
import type { BalancedGroup, HashInput, LoadBalancer } from './types.ts';

const endpoints = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ address: `10.0.0.${i + 1}`, port: 80 }));
const hash = (inputs: HashInput[], tableSize = 65_537): LoadBalancer => ({ type: 'ConsistentHash', inputs, tableSize });
const group = (loadBalancer: LoadBalancer, count = 4): BalancedGroup => ({
  loadBalancer,
  structure: 'localities',
  localities: [{ weight: 1, endpoints: endpoints(count) }],
});
const inputs: HashInput[] = [
  { type: 'SourceIP' },
  { type: 'Header', name: 'x-user' },
  { type: 'QueryParam', name: 'user' },
  { type: 'Cookie', name: 'session', attributes: {} },
];

describe('keys that move', () => {
  it.each(inputs)('are none while nothing changes: $type', (input) => {
    expect(keyMoves(group(hash([input])), group(hash([input])))).toEqual({ keys: 10_000, moved: 0 });
  });

  it('are about three of four of four endpoints when another input is hashed', () => {
    for (const [one, other] of [
      [inputs[0]!, inputs[1]!],
      [inputs[1]!, inputs[2]!],
      [inputs[2]!, inputs[3]!],
    ] as const) {
      const { keys, moved } = keyMoves(group(hash([one])), group(hash([other])))!;
      expect(moved / keys).toBeGreaterThan(0.72);
      expect(moved / keys).toBeLessThan(0.78);
    }
  });

  it('are about one of five when a fifth endpoint joins, and hardly more than its own when one leaves', () => {
    const five = keyMoves(group(hash([inputs[1]!])), group(hash([inputs[1]!]), 5))!;
    expect(five.moved / five.keys).toBeGreaterThan(0.18);
    expect(five.moved / five.keys).toBeLessThan(0.24);
  });

  it('are not known where requests have no key', () => {
    expect(keyMoves(group({ type: 'Random' }), group(hash([inputs[0]!])))).toBeNull();
    expect(keyMoves(group(hash([inputs[0]!])), group({ type: 'LeastRequest' }))).toBeNull();
    expect(keyMoves(group(hash([inputs[0]!])), group(hash([inputs[0]!]), 0))).toBeNull();
  });
});
