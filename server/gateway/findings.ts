import { sentence } from './conditions.ts';

/** Something that is wrong with a rule of a route, and the condition that says so. Source: gateway-api section 3.6. */
export interface Finding {
  type: 'Accepted' | 'BackendsAvailable' | 'ResolvedRefs';
  reason: string;
  message: string;
}

/**
 * Findings joined, one for each type, in the order in which the types came up: reasons sorted and once each, messages as sentences in
 * lines of their own.
 */
export function joinFindings(findings: readonly Finding[]): Finding[] {
  return [...Map.groupBy(findings, ({ type }) => type)].map(([type, list]) => ({
    type,
    reason: [...new Set(list.map(({ reason }) => reason))].sort().join(','),
    message:
      list.length === 1
        ? list.map(({ message }) => message).join('')
        : list.map(({ message }) => sentence(message)).join('\n'),
  }));
}
