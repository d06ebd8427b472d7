import { describe, expect, it } from 'vitest';
import { expectedShares } from '../../server/balancing/shares.ts';
import type { BackendGroup } from '../../server/routing/snapshot.ts';
import { expectedWords } from './expected-words.ts';

const backend = (name: string, weight: number, n: number) => ({
  index: 0,
  ref: { kind: 'Service', namespace: 'shop', name, port: 80 },
  weight,
  endpoints: Array.from({ length: n }, (_, i) => ({ address: `10.0.${weight}.${i}`, port: 80 })),
});
const words = (group: BackendGroup, workers = 1) =>
  expectedWords(group, expectedShares({ ...group, localities: group.backends }).localities, workers);

describe('how expected is computed', () => {
  it('is said with the weights and the number of endpoints', () => {
    const { steps, notes } = words(
      {
        loadBalancer: { type: 'LeastRequest' },
        structure: 'localities',
        backends: [backend('a', 90, 3), backend('b', 10, 1)],
      },
      2,
    );
    expect(steps).toEqual([
      { name: 'a', text: 'weight 90 of 100 gives 90.0 %, shared evenly by 3 endpoints: 30.0 % each' },
      { name: 'b', text: 'weight 10 of 100 gives 10.0 %, all to its endpoint' },
    ]);
    expect(notes.join(' ')).toContain('Each of 2 workers counts only its own');
  });

  it('says that weights have no effect in one hash table, and what the proxy answers itself', () => {
    const loadBalancer = { type: 'ConsistentHash' as const, inputs: [{ type: 'SourceIP' as const }], tableSize: 1009 };
    const one = words({ loadBalancer, structure: 'localities', backends: [backend('a', 90, 3), backend('b', 10, 1)] });
    expect(one.steps[0]?.text).toMatch(/^3 of 4 endpoints in one table: 7\d\.\d %$/);
    expect(one.notes.join(' ')).toContain('Weights have no effect');
    const broken = words({
      loadBalancer: { type: 'Random' },
      structure: 'weighted',
      backends: [backend('a', 1, 1), { ...backend('b', 1, 0), respond: { status: 500, reason: 'no b' } }],
    });
    expect(broken.steps[1]?.text).toContain('answered 500 by the proxy');
    expect(broken.notes.join(' ')).toContain('draws its backend by weight first');
  });
});
