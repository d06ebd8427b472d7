import type { SnapshotBackend, SnapshotRule } from '../../server/routing/snapshot.ts';
import { percentText } from '../forms/weights.ts';

/** A rule in words that can be compared. */
export interface RuleFacts {
  /** Hosts and matches. */
  reach: string;
  /** '' where the proxy answers itself. */
  algorithm: string;
  /** All of the algorithm's settings. */
  settings: string;
  /** The policy in force. */
  policy: string;
  /** Where requests go, or what is answered. */
  answer: string;
  endpoints: string;
}

function inputs(rule: SnapshotRule): string {
  if (rule.action.type !== 'forward' || rule.action.group.loadBalancer.type !== 'ConsistentHash') return '';
  const names = rule.action.group.loadBalancer.inputs.map((input) =>
    input.type === 'SourceIP'
      ? 'source IP'
      : `${input.type === 'QueryParam' ? 'parameter' : input.type.toLowerCase()} ${input.name}`,
  );
  return ` by ${names.join(', ')}`;
}

function backendText(backend: SnapshotBackend, total: number): string {
  const share = total === 0 ? null : (100 * backend.weight) / total;
  const answer = backend.respond ? ` (${backend.respond.status})` : '';
  return `${backend.ref.name}:${backend.ref.port} ${percentText(share)}${answer}`;
}

/** Reads a rule. `places`: where it stands, one text for each listener, host and match. */
export function ruleFacts(rule: SnapshotRule, places: string[]): RuleFacts {
  const { action, policy } = rule;
  const reach = places.toSorted().join('\n');
  const holder = policy
    ? `${policy.namespace}/${policy.name}${policy.mergedWith === undefined ? '' : ` merged with ${policy.mergedWith}`}`
    : 'none';
  if (action.type === 'respond')
    return {
      reach,
      algorithm: '',
      settings: '',
      policy: holder,
      answer: `answers ${action.status}`,
      endpoints: '',
    };
  const { loadBalancer, backends } = action.group;
  const total = backends.reduce((sum, { weight }) => sum + weight, 0);
  return {
    reach,
    algorithm: policy ? `${loadBalancer.type}${inputs(rule)}` : `${loadBalancer.type} (default)`,
    settings: JSON.stringify(loadBalancer),
    policy: holder,
    answer: backends.map((backend) => backendText(backend, total)).join(', '),
    endpoints: JSON.stringify(backends.map(({ endpoints }) => endpoints)),
  };
}
