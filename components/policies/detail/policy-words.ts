import type { PolicySpec } from '../../../server/gateway/shapes.ts';
import { algorithmMeanings } from '../../../server/model/backendtrafficpolicy/algorithms.ts';
import { algorithmOfSpec } from '../policy-facts.ts';

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
    meaning: algorithmMeanings[type ?? 'LeastRequest'],
    said: algorithm !== null,
    others: Object.keys(spec).filter(
      (field) => !TARGETS.has(field) && field !== 'loadBalancer' && field !== 'mergeType',
    ),
  };
}
