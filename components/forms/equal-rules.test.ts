import { describe, expect, it } from 'vitest';
import { equalRules } from './equal-rules.ts';

const path = (value: string, type?: string) => ({ path: { value, ...(type ? { type } : {}) } });

describe('rules between which their order decides', () => {
  it('are those with a match of the same path and as many conditions', () => {
    const rules = [
      { matches: [path('/a'), path('/b')] },
      { matches: [{ ...path('/b', 'PathPrefix'), headers: [{ name: 'x', value: '1' }] }] },
      { matches: [path('/b', 'PathPrefix')] },
      { matches: [{ ...path('/b'), headers: [{ name: 'y', value: '2' }] }] },
    ];
    expect([...equalRules(rules)]).toEqual([
      [0, [2]],
      [1, [3]],
      [2, [0]],
      [3, [1]],
    ]);
  });

  it('are not those of which one is more specific', () => {
    expect(
      equalRules([{ matches: [path('/a')] }, { matches: [path('/a', 'Exact')] }, { matches: [path('/ab')] }]).size,
    ).toBe(0);
    expect(equalRules([{ matches: [{ ...path('/a'), method: 'GET' }] }, { matches: [path('/a')] }]).size).toBe(0);
  });

  it('take calls by service and method, and rules without matches as taking everything', () => {
    const call = (method: string) => ({ matches: [{ method: { service: 's', method } }] });
    expect([...equalRules([call('a'), call('b'), call('a')]).keys()]).toEqual([0, 2]);
    expect([...equalRules([{}, { matches: [path('/')] }, 'nothing']).keys()]).toEqual([0, 1, 2]);
  });
});
