import { describe, expect, it } from 'vitest';
import { policyWords } from './policy-words.ts';

describe('a policy in words', () => {
  it('names the algorithm and what else is set', () => {
    expect(
      policyWords({ targetRefs: [], mergeType: 'StrategicMerge', loadBalancer: { type: 'RoundRobin' }, timeout: {} }),
    ).toEqual({
      algorithm: 'RoundRobin',
      meaning: 'Each endpoint in turn, every worker by its own count.',
      said: true,
      others: ['timeout'],
    });
  });
  it('says that the default counts when it is silent about balancing', () => {
    const words = policyWords({ retry: {} });
    expect([words.algorithm, words.said]).toEqual(['LeastRequest (default)', false]);
  });
});
