/** A part of the form of a policy: members of its `spec` that belong together. */
export interface PolicySection {
  id: string;
  title: string;
  members: readonly string[];
}

/** Members that the form asks for in a way of its own. */
export const OWN = ['targetRef', 'targetRefs', 'targetSelectors', 'mergeType', 'loadBalancer'] as const;

const NAMED: readonly PolicySection[] = [
  { id: 'health', title: 'Health checks', members: ['healthCheck'] },
  { id: 'timeouts', title: 'Timeouts', members: ['timeout'] },
  { id: 'retries', title: 'Retries', members: ['retry'] },
  { id: 'circuit', title: 'Circuit breaker', members: ['circuitBreaker'] },
  { id: 'limits', title: 'Rate limit', members: ['rateLimit', 'bandwidthLimit', 'admissionControl'] },
  { id: 'faults', title: 'Faults', members: ['faultInjection'] },
  {
    id: 'connection',
    title: 'Connection',
    members: ['connection', 'tcpKeepalive', 'http2', 'proxyProtocol', 'useClientProtocol', 'dns', 'routingType'],
  },
  { id: 'response', title: 'Response', members: ['responseOverride', 'compressor', 'compression'] },
];

/** The sections behind load balancing; the last one has what no other has, so that each member has a place. */
export function policySections(members: readonly string[]): PolicySection[] {
  const placed = new Set<string>([...OWN, ...NAMED.flatMap((section) => section.members)]);
  const named = NAMED.map((section) => ({
    ...section,
    members: section.members.filter((name) => members.includes(name)),
  }));
  const rest = members.filter((name) => !placed.has(name));
  return [...named, { id: 'more', title: 'More', members: rest }].filter((section) => section.members.length > 0);
}
