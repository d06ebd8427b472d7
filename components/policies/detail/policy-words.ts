import type { PolicySpec } from '../../../server/gateway/shapes.ts';
import { algorithmOfSpec } from '../policy-facts.ts';

const MEANING: Record<string, string> = {
  RoundRobin: 'Each endpoint in turn, every worker by its own count.',
  Random: 'An endpoint at random for each request, without memory.',
  LeastRequest: 'Of two endpoints at random, the one with fewer requests in flight.',
  ConsistentHash: 'The same key goes to the same endpoint, as long as that endpoint is there.',
  BackendUtilization: 'Kept as written; it runs as LeastRequest here.',
  DynamicModule: 'Kept as written; it runs as LeastRequest here.',
};

const TARGETS = new Set(['targetRef', 'targetRefs', 'targetSelectors']);

/** What a policy says about balancing, in words. */
export interface PolicyWords {
  /** `ConsistentHash by header x-user`; `LeastRequest (default)` when it says nothing. */
  algorithm: string;
  meaning: string;
  /** True when the algorithm is written in the policy. */
  said: boolean;
  /** Top-level fields beside targets and balancing, in the order of the manifest. */
  others: string[];
}

/** Reads the words off a policy's spec. */
export function policyWords(spec: PolicySpec): PolicyWords {
  const type = spec.loadBalancer?.type;
  const algorithm = algorithmOfSpec(spec.loadBalancer);
  return {
    algorithm: algorithm ?? 'LeastRequest (default)',
    meaning: MEANING[type ?? 'LeastRequest'] ?? '',
    said: algorithm !== null,
    others: Object.keys(spec).filter(
      (field) => !TARGETS.has(field) && field !== 'loadBalancer' && field !== 'mergeType',
    ),
  };
}
