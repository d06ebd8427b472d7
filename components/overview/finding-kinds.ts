/** A kind of finding: what its code stands for. Codes never change their meaning and are never given again. */
export interface FindingKind {
  /** `SY-` and three digits: 1 attachment and balance, 2 references, 3 policies, 4 what traffic shows. */
  code: string;
  level: 'bad' | 'warn';
  title: string;
  /** What follows from it. */
  means: string;
  /** What to do about it. */
  mend: string;
}

/** Everything that the console can find, in the order of the codes; the page of findings and docs/findings.md are written from this table. */
export const findingKinds = {
  noParent: {
    code: 'SY-101',
    level: 'warn',
    title: 'A route hangs on no Gateway',
    means: 'spec.parentRefs is empty, so no listener takes the route and no request reaches it.',
    mend: 'Name a Gateway in spec.parentRefs.',
  },
  noGateway: {
    code: 'SY-102',
    level: 'bad',
    title: 'A route hangs on a Gateway that does not exist',
    means: 'No request reaches the route by this parent.',
    mend: 'Correct the name or the namespace of the parentRef, or create the Gateway.',
  },
  noClass: {
    code: 'SY-103',
    level: 'bad',
    title: 'A Gateway has a class that does not exist',
    means: 'Nobody serves the Gateway, so nothing listens for it.',
    mend: 'Correct spec.gatewayClassName, or create the GatewayClass.',
  },
  routeRefused: {
    code: 'SY-104',
    level: 'bad',
    title: 'A route is not accepted by its parent',
    means: 'Host names, namespace, kind or port do not fit a listener of the Gateway; the reason says which.',
    mend: 'Change the route, or what the listener allows.',
  },
  neverWins: {
    code: 'SY-105',
    level: 'warn',
    title: 'A rule never wins',
    means: 'Another rule, or a listener with a narrower host name, takes every request that it matches.',
    mend: 'Make its matches narrower than those of the winner, or remove the rule.',
  },
  notProgrammed: {
    code: 'SY-110',
    level: 'bad',
    title: 'A Gateway or listener is not served',
    means: 'Its port is not open, for example because another program holds it.',
    mend: 'Free the port, or choose another one in the listener.',
  },
  gatewayRefused: {
    code: 'SY-111',
    level: 'bad',
    title: 'A Gateway, class or listener is not accepted',
    means: 'Its specification asks for what cannot be served; the message says what.',
    mend: 'Change the field that the message names.',
  },
  listenerConflict: {
    code: 'SY-112',
    level: 'warn',
    title: 'Listeners are in each other’s way',
    means: 'Two listeners of a Gateway claim the same port with protocols or host names that exclude each other.',
    mend: 'Give one of them another port or host name.',
  },
  weightsIgnored: {
    code: 'SY-118',
    level: 'warn',
    title: 'Weights have no effect',
    means:
      'ConsistentHash places by endpoint over all backends of the rule: the split follows their endpoints, not the weights.',
    mend: 'Choose another algorithm where the weights matter, or drop the weights.',
  },
  noEndpoints: {
    code: 'SY-201',
    level: 'bad',
    title: 'A backend has no endpoint that is ready',
    means: 'Rules that use it answer 503.',
    mend: 'Bring an endpoint up, add addresses on the page of the Service, or correct the label kubernetes.io/service-name of its EndpointSlice.',
  },
  backendNotFound: {
    code: 'SY-204',
    level: 'bad',
    title: 'A rule names a backend that does not exist',
    means: 'The share of that backend is answered 500.',
    mend: 'Correct the name in backendRefs, or create the Service.',
  },
  notPermitted: {
    code: 'SY-205',
    level: 'bad',
    title: 'A reference into another namespace is not permitted',
    means: 'The share of that backend is answered 500.',
    mend: 'Write a ReferenceGrant in the namespace of the object that is referred to.',
  },
  unresolved: {
    code: 'SY-206',
    level: 'bad',
    title: 'A reference does not resolve',
    means: 'What refers to it is served without it, or not at all; the reason says why.',
    mend: 'Correct the reference that the message names.',
  },
  partlyInvalid: {
    code: 'SY-207',
    level: 'warn',
    title: 'A route is served in part',
    means: 'Some of its rules were left out, the others act.',
    mend: 'Change the rule that the message names.',
  },
  answers500: {
    code: 'SY-210',
    level: 'bad',
    title: 'A rule answers 500 to every request',
    means: 'It asks for something that must not be skipped and does not act in this release, such as a filter.',
    mend: 'Remove what the message names, or send these requests elsewhere.',
  },
  targetNotFound: {
    code: 'SY-301',
    level: 'warn',
    title: 'A policy targets what does not exist',
    means: 'The policy has no effect there.',
    mend: 'Correct the name in targetRefs.',
  },
  policyConflict: {
    code: 'SY-311',
    level: 'bad',
    title: 'A policy has no effect: another one holds its target',
    means: 'Of two policies on one target the older one counts.',
    mend: 'Delete one of them, or give it another target.',
  },
  policyRefused: {
    code: 'SY-312',
    level: 'bad',
    title: 'A policy is not accepted',
    means: 'The rules that it would rule go on without it, or answer 500; the message says which.',
    mend: 'Change the field that the message names.',
  },
  notActing: {
    code: 'SY-320',
    level: 'warn',
    title: 'Fields do not act',
    means: 'They are validated, kept and exported, but this release does not do what they say.',
    mend: 'Keep them for a cluster that acts on them, or remove them.',
  },
  condition: {
    code: 'SY-390',
    level: 'warn',
    title: 'A condition is not as it should be',
    means: 'The status of the object says so; its reason and message are shown.',
    mend: 'Follow the message.',
  },
  offShare: {
    code: 'SY-401',
    level: 'warn',
    title: 'An endpoint is off its share, and no cause is known',
    means: 'It gets more or less than is due, in both halves of the last five minutes, by more than chance allows.',
    mend: 'Look at the endpoint on Traffic, worker by worker.',
  },
  offByDesign: {
    code: 'SY-402',
    level: 'warn',
    title: 'A slow endpoint gets less, by design',
    means: 'It answers more slowly than its peers, and LeastRequest sends it less.',
    mend: 'Find out why it is slow; under RoundRobin it would get its full share.',
  },
  failingEndpoint: {
    code: 'SY-410',
    level: 'warn',
    title: 'One endpoint causes more than half of the 5xx',
    means: 'Most failures of the last five minutes come from it, not from its peers.',
    mend: 'Look at what it answers, or take it out of its EndpointSlice.',
  },
} as const satisfies Record<string, FindingKind>;

/** Names a kind of finding in code. */
export type FindingName = keyof typeof findingKinds;

/** The kinds in the order of their codes. */
export const allFindingKinds: readonly FindingKind[] = Object.values(findingKinds);

/** Kind of a condition that is not as it should be. */
export function kindOfCondition(object: string, type: string, reason: string): FindingName {
  const policy = object.endsWith('Policy');
  if (reason === 'Conflicted' || type === 'Conflicted') return policy ? 'policyConflict' : 'listenerConflict';
  switch (type) {
    case 'ResolvedRefs':
      if (reason === 'BackendNotFound') return 'backendNotFound';
      return reason === 'RefNotPermitted' ? 'notPermitted' : 'unresolved';
    case 'Programmed':
      return 'notProgrammed';
    case 'BackendsAvailable':
      return 'noEndpoints';
    case 'PartiallyInvalid':
      return 'partlyInvalid';
    case 'Accepted':
      if (policy) return reason === 'TargetNotFound' ? 'targetNotFound' : 'policyRefused';
      return object.endsWith('Route') ? 'routeRefused' : 'gatewayRefused';
    default:
      return 'condition';
  }
}
