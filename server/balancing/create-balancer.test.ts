import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBalancer } from './create-balancer.ts';
import { xxh64 } from './hash.ts';
import { unservedBackend } from './pick.ts';
import { randomBelow, seededRandom } from './random.ts';
import type { BalancedGroup, Endpoint, LoadBalancer } from './types.ts';

function hosts(first: number, last: number): Endpoint[] {
  return Array.from({ length: last - first + 1 }, (_, i) => ({ address: `127.0.1.${first + i}`, port: 3000 }));
}

function group(
  type: LoadBalancer['type'],
  localities: BalancedGroup['localities'],
  structure: BalancedGroup['structure'] = 'localities',
) {
  const loadBalancer: LoadBalancer = type === 'ConsistentHash' ? { type, inputs: [], tableSize: 65537 } : { type };
  return { loadBalancer, structure, localities };
}

function picks(balanced: BalancedGroup, n: number, seed = 1): number[] {
  const balancer = createBalancer(balanced, { random: seededRandom(seed), active: () => 0 });
  return Array.from({ length: n }, () => balancer.pick());
}

function counts(list: readonly number[]): Record<number, number> {
  const result: Record<number, number> = {};
  for (const pick of list) result[pick] = (result[pick] ?? 0) + 1;
  return result;
}

/** The sequence, from its smallest rotation on. */
function cycle(sequence: string): string {
  return Array.from(sequence, (_, i) => sequence.slice(i) + sequence.slice(0, i)).sort()[0] as string;
}

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

describe('RoundRobin', () => {
  it('rotates in endpoint order from a random start', () => {
    const starts = new Set<number>();
    for (const seed of seeds) {
      const list = picks(group('RoundRobin', [{ weight: 1, endpoints: hosts(1, 4) }]), 12, seed);
      starts.add(list[0]!);
      for (let i = 1; i < list.length; i++) expect(list[i]).toBe((list[i - 1]! + 1) % 4);
    }
    expect(starts.size).toBe(4);
  });

  it('gives weights 1/2/3 the period 312332, from different starts', () => {
    const seen = new Set<string>();
    const balanced = group(
      'RoundRobin',
      [1, 2, 3].map((weight) => ({ weight, endpoints: hosts(weight, weight) })),
    );
    for (const seed of seeds) {
      const text = picks(balanced, 60, seed)
        .map((pick) => pick + 1)
        .join('');
      expect(text).toBe(text.slice(0, 6).repeat(10));
      expect(cycle(text.slice(0, 6))).toBe(cycle('312332'));
      seen.add(text.slice(0, 6));
    }
    expect(seen).toEqual(new Set(['312332', '123323', '233231', '332312', '323123', '231233']));
  });

  it('spaces 90/10 evenly', () => {
    for (const seed of seeds) {
      const list = picks(
        group('RoundRobin', [
          { weight: 90, endpoints: hosts(1, 1) },
          { weight: 10, endpoints: hosts(2, 2) },
        ]),
        100,
        seed,
      );
      const at = list.flatMap((pick, i) => (pick === 1 ? [i] : []));
      expect(at).toHaveLength(10);
      for (let i = 1; i < at.length; i++) expect(at[i]! - at[i - 1]!).toBe(10);
    }
  });

  it('goes A A B A over localities 3/1 and rotates inside each', () => {
    const list = picks(
      group('RoundRobin', [
        { weight: 3, endpoints: hosts(1, 2) },
        { weight: 1, endpoints: hosts(3, 4) },
      ]),
      48,
    );
    const letters = list.map((pick) => (pick < 2 ? 'A' : 'B')).join('');
    expect(cycle(letters.slice(0, 4))).toBe(cycle('AABA'));
    expect(letters).toBe(letters.slice(0, 4).repeat(12));
    expect(counts(list)).toEqual({ 0: 18, 1: 18, 2: 6, 3: 6 });
    for (const range of [
      [0, 1],
      [2, 3],
    ]) {
      const inside = list.filter((pick) => range.includes(pick));
      for (let i = 1; i < inside.length; i++) expect(inside[i]).not.toBe(inside[i - 1]);
    }
  });

  it('gives every locality exactly its weight in each period, whatever the weights are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 }),
        fc.integer(),
        (weights, seed) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const balanced = group(
            'RoundRobin',
            weights.map((weight, i) => ({ weight, endpoints: hosts(i, i) })),
          );
          const list = picks(balanced, Math.max(2 * total, 1), seed);
          if (total === 0) {
            expect(list).toEqual([-1]);
            return;
          }
          const expected: Record<number, number> = {};
          weights.forEach((weight, i) => weight > 0 && (expected[i] = weight));
          expect(counts(list.slice(0, total))).toEqual(expected);
          expect(list.slice(total)).toEqual(list.slice(0, total));
        },
      ),
    );
  });

  it('keeps large weights exact', () => {
    const list = picks(
      group('RoundRobin', [
        { weight: 1_000_000, endpoints: hosts(1, 1) },
        { weight: 999_999, endpoints: hosts(2, 2) },
      ]),
      1_999_999,
    );
    expect(counts(list)).toEqual({ 0: 1_000_000, 1: 999_999 });
  });
});

describe('Random', () => {
  it('is irregular and even', () => {
    const list = picks(group('Random', [{ weight: 1, endpoints: hosts(1, 4) }]), 40_000);
    // 6 standard deviations of a fair choice.
    for (const n of Object.values(counts(list))) expect(Math.abs(n - 10_000)).toBeLessThan(520);
    expect(list.some((pick, i) => pick === list[i + 1])).toBe(true);
  });

  it('chooses the locality by weighted round robin', () => {
    const list = picks(
      group('Random', [
        { weight: 90, endpoints: hosts(1, 2) },
        { weight: 10, endpoints: hosts(3, 4) },
      ]),
      1200,
    );
    expect(list.filter((pick) => pick >= 2)).toHaveLength(120);
  });
});

describe('LeastRequest', () => {
  it('picks the less loaded of two drawn, so that the busiest of four is left in one of sixteen picks', () => {
    const active = [5, 0, 0, 0];
    const balancer = createBalancer(group('LeastRequest', [{ weight: 1, endpoints: hosts(1, 4) }]), {
      random: seededRandom(3),
      active: (endpoint) => active[endpoint]!,
    });
    const seen = counts(Array.from({ length: 16_000 }, () => balancer.pick()));
    expect(Math.abs(seen[0]! - 1000)).toBeLessThan(190);
    expect(Math.abs(seen[1]! - 5000)).toBeLessThan(340);
  });

  it('asks for active requests by the index in the group', () => {
    const asked = new Set<number>();
    const balancer = createBalancer(
      group('LeastRequest', [
        { weight: 0, endpoints: hosts(1, 2) },
        { weight: 1, endpoints: hosts(3, 4) },
      ]),
      {
        random: seededRandom(3),
        active: (endpoint) => (asked.add(endpoint), 0),
      },
    );
    for (let i = 0; i < 100; i++) balancer.pick();
    expect(asked).toEqual(new Set([2, 3]));
  });

  it('does not move load between localities', () => {
    const balancer = createBalancer(
      group(
        'LeastRequest',
        [1, 2, 3].map((weight) => ({ weight, endpoints: hosts(weight, weight) })),
      ),
      { random: seededRandom(3), active: (endpoint) => (endpoint === 0 ? 50 : 0) },
    );
    expect(counts(Array.from({ length: 1200 }, () => balancer.pick()))).toEqual({ 0: 200, 1: 400, 2: 600 });
  });
});

describe('ConsistentHash', () => {
  it('keeps a key on its endpoint, and ignores the weights of localities', () => {
    const balanced = group('ConsistentHash', [
      { weight: 9, endpoints: hosts(1, 1) },
      { weight: 1, endpoints: hosts(2, 2) },
    ]);
    const balancer = createBalancer(balanced, { random: seededRandom(1), active: () => 0 });
    const list = Array.from({ length: 4000 }, (_, i) => balancer.pick(xxh64(`key ${i}`)));
    expect(Array.from({ length: 4000 }, (_, i) => balancer.pick(xxh64(`key ${i}`)))).toEqual(list);
    expect(Math.abs(counts(list)[0]! - 2000)).toBeLessThan(200);
  });

  it('takes random endpoints without a hash', () => {
    const seen = counts(picks(group('ConsistentHash', [{ weight: 1, endpoints: hosts(1, 4) }]), 4000));
    for (const n of Object.values(seen)) expect(Math.abs(n - 1000)).toBeLessThan(170);
    expect(Object.keys(seen)).toHaveLength(4);
  });

  it('chooses a weighted backendRef by hash mod total weight', () => {
    const balanced = group(
      'ConsistentHash',
      [
        { weight: 9, endpoints: hosts(1, 1) },
        { weight: 1, endpoints: hosts(2, 2) },
      ],
      'weighted',
    );
    const balancer = createBalancer(balanced, { random: seededRandom(1), active: () => 0 });
    for (let i = 0; i < 400; i++) {
      const hash = xxh64(`key ${i}`);
      const modulo = Number(((BigInt(hash.hi) << 32n) | BigInt(hash.lo)) % 10n);
      expect(balancer.pick(hash)).toBe(modulo < 9 ? 0 : 1);
    }
  });
});

describe('weighted backendRefs', () => {
  const balanced = group(
    'RoundRobin',
    [
      { weight: 1, endpoints: hosts(1, 2) },
      { weight: 1, endpoints: [] },
      { weight: 2, endpoints: hosts(3, 3), respond: { status: 500 } },
      { weight: 0, endpoints: hosts(4, 4) },
    ],
    'weighted',
  );

  it('keeps the share of a backendRef that cannot be served and says which it was', () => {
    const list = picks(balanced, 8000);
    const seen = counts(list.map((pick) => (pick >= 0 ? 0 : unservedBackend(pick))));
    expect(Math.abs(seen[0]! - 2000)).toBeLessThan(240);
    expect(Math.abs(seen[1]! - 2000)).toBeLessThan(240);
    expect(Math.abs(seen[2]! - 4000)).toBeLessThan(270);
    expect(seen[3]).toBeUndefined();
  });

  it('puts the shares that cannot be served before the others under a hash, as Envoy Gateway does', () => {
    const hashed = group(
      'ConsistentHash',
      [
        { weight: 9, endpoints: hosts(1, 1) },
        { weight: 5, endpoints: [] },
      ],
      'weighted',
    );
    const balancer = createBalancer(hashed, { random: seededRandom(1), active: () => 0 });
    for (let i = 0; i < 200; i++) {
      const hash = xxh64(`key ${i}`);
      const modulo = Number(((BigInt(hash.hi) << 32n) | BigInt(hash.lo)) % 14n);
      const pick = balancer.pick(hash);
      expect(modulo < 5 ? unservedBackend(pick) : pick).toBe(modulo < 5 ? 1 : 0);
    }
  });

  it('rotates inside a backendRef', () => {
    const inside = picks(balanced, 400).filter((pick) => pick >= 0);
    for (let i = 1; i < inside.length; i++) expect(inside[i]).toBe(1 - inside[i - 1]!);
  });

  it('has nothing to choose from when all weights are 0', () => {
    expect(picks(group('Random', [{ weight: 0, endpoints: hosts(1, 1) }], 'weighted'), 1)).toEqual([-1]);
    expect(unservedBackend(-1)).toBe(-1);
    expect(unservedBackend(0)).toBe(-1);
  });

  it('names endpoints and their locality by the index of the pick', () => {
    const balancer = createBalancer(balanced, { random: seededRandom(1), active: () => 0 });
    expect(balancer.endpoints.map((endpoint) => endpoint.address)).toEqual([
      '127.0.1.1',
      '127.0.1.2',
      '127.0.1.3',
      '127.0.1.4',
    ]);
    expect(Array.from(balancer.localityOf)).toEqual([0, 0, 2, 3]);
  });
});

describe('seeded randomness', () => {
  it('repeats itself for one seed and differs between seeds', () => {
    const take = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 8 }, () => randomBelow(random, 1_000_000));
    };
    expect(take(5)).toEqual(take(5));
    expect(new Set(Array.from({ length: 1000 }, (_, seed) => take(seed).join())).size).toBe(1000);
  });
});
