import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialRange } from './binomial.ts';
import { createBalancer } from './index.ts';
import { expectedShares, ruleVerdict, shareRows } from './shares.ts';
import type { BalancedGroup, LoadBalancer } from './types.ts';
import { xxh64 } from './xxh64.ts';

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function group(
  loadBalancer: LoadBalancer,
  sizes: readonly number[],
  weights: readonly number[] = sizes.map(() => 1),
  structure: BalancedGroup['structure'] = 'localities',
): BalancedGroup {
  let next = 1;
  return {
    loadBalancer,
    structure,
    localities: sizes.map((size, i) => ({
      weight: weights[i]!,
      endpoints: Array.from({ length: size }, () => ({ address: `10.0.0.${next++}`, port: 8080 })),
    })),
  };
}

function countsOf(of: BalancedGroup, requests: number, random: () => number): number[] {
  const balancer = createBalancer(of, { random, active: () => 0 });
  const counts = balancer.endpoints.map(() => 0);
  for (let i = 0; i < requests; i++) {
    const at = balancer.pick(xxh64(`key ${random()}`));
    if (at >= 0) counts[at]!++;
  }
  return counts;
}

function rowsOf(of: BalancedGroup, counts: number[], latencyMs: (number | null)[] = counts.map(() => 1)) {
  return shareRows({ group: of, counts, latencyMs, inFlight: counts.map(() => 0), balancers: 1 });
}

const hash: LoadBalancer = { type: 'ConsistentHash', inputs: [{ type: 'SourceIP' }], tableSize: 65537 };

describe('what chance allows', () => {
  it('holds a binomial count with the probability that was asked for', () => {
    const random = seeded(7);
    for (const [n, p] of [
      [40, 0.25],
      [400, 0.1],
      [5000, 0.25],
    ] as const) {
      const { low, high } = binomialRange(n, p, 0.05);
      let outside = 0;
      for (let round = 0; round < 2000; round++) {
        let k = 0;
        for (let i = 0; i < n; i++) if (random() < p) k++;
        if (k < low || k > high) outside++;
      }
      expect(outside / 2000).toBeLessThan(0.062);
    }
  });

  it.each([
    ['RoundRobin', group({ type: 'RoundRobin' }, [4])],
    ['RoundRobin over weights', group({ type: 'RoundRobin' }, [2, 3], [90, 10])],
    ['RoundRobin, one backendRef each', group({ type: 'RoundRobin' }, [2, 3], [90, 10], 'weighted')],
    ['Random', group({ type: 'Random' }, [5])],
    ['Random over weights', group({ type: 'Random' }, [2, 2], [90, 10])],
    ['Random, one backendRef each', group({ type: 'Random' }, [2, 2], [70, 30], 'weighted')],
    ['LeastRequest', group({ type: 'LeastRequest' }, [4])],
  ])('calls a correct %s off share in at most 5 %% of the windows', (_name, of) => {
    const random = seeded(42);
    let off = 0;
    const windows = 600;
    for (let round = 0; round < windows; round++) {
      const rows = rowsOf(of, countsOf(of, 20 + Math.floor(random() * 3000), random));
      if ([...rows.endpoints, ...rows.localities].some((row) => row.verdict === 'off')) off++;
    }
    // two tables, endpoints and localities, each with 5 %, and the error of 600 windows
    expect(off / windows).toBeLessThan(of.structure === 'weighted' ? 0.12 : 0.07);
  });

  it.each([
    ['RoundRobin', { type: 'RoundRobin' }],
    ['Random', { type: 'Random' }],
  ] as [string, LoadBalancer][])('finds a planted bias of a fifth once %s is no longer too early', (_name, type) => {
    const of = group(type, [4]);
    const random = seeded(3);
    let requests = 40;
    while (
      rowsOf(
        of,
        [0, 0, 0, 0].map(() => requests / 4),
      ).endpoints[0]!.verdict === 'early'
    )
      requests += 20;
    let found = 0;
    for (let round = 0; round < 200; round++) {
      const counts = [0, 0, 0, 0];
      for (let i = 0; i < requests * 4; i++) {
        const u = random();
        counts[u < 0.3 ? 0 : 1 + Math.floor(((u - 0.3) / 0.7) * 3)]!++;
      }
      if (rowsOf(of, counts).endpoints.some((row) => row.verdict === 'off')) found++;
    }
    expect(found / 200).toBeGreaterThan(0.9);
  });
});

describe('what is due', () => {
  it('adds up to one whatever the group', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ size: fc.integer({ min: 0, max: 5 }), weight: fc.integer({ min: 0, max: 9 }) }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.constantFrom<LoadBalancer>({ type: 'RoundRobin' }, { type: 'LeastRequest' }, { ...hash, tableSize: 101 }),
        fc.constantFrom<BalancedGroup['structure']>('localities', 'weighted'),
        (localities, loadBalancer, structure) => {
          const of = group(
            loadBalancer,
            localities.map(({ size }) => size),
            localities.map(({ weight }) => weight),
            structure,
          );
          const due = expectedShares(of);
          const served = localities.some(({ size, weight }) => size > 0 && weight > 0);
          const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
          expect(total(due.endpoints)).toBeCloseTo(served ? 1 : 0);
          expect(total(due.localities)).toBeCloseTo(served ? 1 : 0);
        },
      ),
    );
  });

  it('is what the balancer gives in the long run', () => {
    for (const of of [
      group({ type: 'RoundRobin' }, [2, 2], [90, 10]),
      group({ type: 'Random' }, [3]),
      group({ ...hash, tableSize: 1009 }, [2, 3], [1, 9]),
      group({ ...hash, tableSize: 1009 }, [2, 3], [1, 9], 'weighted'),
    ]) {
      const counts = countsOf(of, 40_000, seeded(11));
      const due = expectedShares(of).endpoints;
      counts.forEach((count, i) => expect(count / 40_000).toBeCloseTo(due[i]!, 1.7));
    }
  });

  it('says what the proxy answers itself for a backendRef without endpoints', () => {
    expect(expectedShares(group({ type: 'RoundRobin' }, [2, 0], [90, 10], 'weighted'))).toEqual({
      endpoints: [0.5, 0.5],
      localities: [1, 0],
      unserved: [0, 0.1],
    });
  });
});

describe('the verdict', () => {
  const names = ['a:1', 'b:1', 'c:1', 'd:1'];
  const say = (of: BalancedGroup, counts: number[], latencyMs: (number | null)[] = counts.map(() => 1)) => {
    const rows = rowsOf(of, counts, latencyMs);
    return ruleVerdict({ rows, loadBalancer: of.loadBalancer, names, latencyMs, workers: 1 });
  };

  it('calls an even rotation balanced', () => {
    expect(say(group({ type: 'RoundRobin' }, [4]), [1000, 1000, 1000, 1000])).toMatchObject({
      verdict: 'on',
      title: 'Traffic is balanced.',
    });
  });

  it('names the endpoint that a rotation leaves out', () => {
    const said = say(group({ type: 'RoundRobin' }, [4]), [1000, 1000, 1000, 900]);
    expect(said.verdict).toBe('off');
    expect(said.title).toContain('d:1 gets 23.1 % where 25.0 % is due');
  });

  it('explains that LeastRequest sends less to a slow endpoint', () => {
    const said = say(group({ type: 'LeastRequest' }, [4]), [1200, 1200, 1200, 100], [1, 1, 1, 200]);
    expect(said).toMatchObject({ verdict: 'design', endpoint: 3 });
    expect(said.evidence).toContain('LeastRequest picks it less often');
  });

  it('does not blame speed for a deviation of RoundRobin', () => {
    expect(say(group({ type: 'RoundRobin' }, [4]), [1200, 1200, 1200, 100], [1, 1, 1, 200]).verdict).toBe('off');
  });

  it('leaves the split of ConsistentHash to the keys', () => {
    const said = say(group(hash, [4]), [0, 4000, 0, 0]);
    expect(said.verdict).toBe('design');
    expect(said.evidence).toContain('source IP');
  });

  it('waits until there is something to see', () => {
    expect(say(group({ type: 'Random' }, [4]), [3, 2, 4, 1]).verdict).toBe('early');
    expect(say(group({ type: 'Random' }, [4]), [0, 0, 0, 0]).verdict).toBe('none');
  });
});
