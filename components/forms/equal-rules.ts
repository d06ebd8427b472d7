import { asList, asMap, asText } from './shapes.ts';

/**
 * Pairs of rules of one route between which their order decides: each has a match on the same path (or service and method) with as many
 * conditions on headers and parameters. Between all others the more specific match wins wherever it stands. Source: gateway-api section 3.4.
 * @param rules `spec.rules`, whatever it holds
 * @returns by number of a rule, the numbers of the others
 */
export function equalRules(rules: readonly unknown[]): Map<number, number[]> {
  const ranks = rules.map((rule) => new Set(matchesOf(rule).map(rankOf)));
  const equal = new Map<number, number[]>();
  ranks.forEach((rank, i) => {
    const others = ranks.flatMap((other, j) => (i !== j && [...other].some((one) => rank.has(one)) ? [j] : []));
    if (others.length > 0) equal.set(i, others);
  });
  return equal;
}

/** A rule without matches takes everything. */
function matchesOf(rule: unknown): unknown[] {
  const matches = asList(asMap(rule)['matches']);
  return matches.length > 0 ? matches : [{}];
}

function rankOf(match: unknown): string {
  const { path, method, headers, queryParams } = asMap(match);
  const at = asMap(path);
  const call = asMap(method);
  const calls = Object.keys(call).length > 0;
  return JSON.stringify([
    calls
      ? [asText(call['type']) || 'Exact', asText(call['service']), asText(call['method'])]
      : [asText(at['type']) || 'PathPrefix', asText(at['value']) || '/', asText(method)],
    asList(headers).length,
    asList(queryParams).length,
  ]);
}
