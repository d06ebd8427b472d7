import type { Finding } from './findings.ts';
import type { Inputs } from './inputs.ts';
import { resolveBackend, traceOf, traceStands, type Referrer, type Resolution, type Trace } from './references.ts';
import { judgeFilters } from './route-filters.ts';
import { readReferences } from './read-references.ts';
import { matchProblem } from './rule-matches.ts';
import type { BackendRef, HttpFilter, RouteFilter, RouteRule } from './shapes.ts';
import type { GatewayState, RouteState } from './state.ts';

/** A rule of a route, judged. */
export interface JudgedRule {
  rule: RouteRule;
  index: number;
  /** Its backendRefs, followed; empty when the rule is dropped. */
  refs: { ref: BackendRef; resolution: Resolution; weight: number }[];
  findings: Finding[];
  /** A match does not compile: the rule takes no requests. */
  dropped: boolean;
  /** A filter is no good: its requests are answered 500. */
  broken: boolean;
}

/** A route and what was found about its rules. */
export interface JudgedRoute {
  route: RouteState;
  rules: JudgedRule[];
}

/**
 * Judges the rules of routes, which is the same for all parents of a route. Source: gateway-api sections 2.3 to 2.6.
 * @param gateways all Gateways of ours, refused ones too
 */
export function judgeRoutes(
  routes: readonly RouteState[],
  gateways: readonly GatewayState[],
  inputs: Inputs,
): JudgedRoute[] {
  const ranks = new Map(gateways.map(({ key, classRank }) => [key, classRank]));
  // each GatewayClass is translated by itself
  const mirrored = new Map<number, Inputs>();
  const inputsOf = ({ kind, parents }: RouteState): Inputs => {
    if (kind !== 'GRPCRoute') return inputs;
    const rank = parents[0]?.gateway.classRank ?? 0;
    let known = mirrored.get(rank);
    if (known === undefined) {
      const ofClass = new Set([...ranks.keys()].filter((key) => ranks.get(key) === rank));
      mirrored.set(rank, (known = { ...inputs, mirrored: readReferences(inputs, ofClass) }));
    }
    return known;
  };
  return routes.map((route) => {
    const { kind, namespace, object } = route;
    const rules: readonly RouteRule[] = object.spec.rules ?? [];
    const known = inputsOf(route);
    return { route, rules: rules.map((rule, index) => judgeRule(rule, index, { kind, namespace }, known)) };
  });
}

function judgeRule(rule: RouteRule, index: number, referrer: Referrer, inputs: Inputs): JudgedRule {
  const standing = standingJudgement(rule, index, referrer, inputs);
  if (standing !== undefined) return standing;
  const filters: readonly RouteFilter[] = rule.filters ?? [];
  const problem = matchProblem(rule, referrer.kind);
  const list: readonly BackendRef[] = problem === '' ? (rule.backendRefs ?? []) : [];
  const refs = list.map((ref) => ({ ref, resolution: followRef(ref, referrer, inputs), weight: ref.weight ?? 1 }));
  const verdict = judgeFilters(filters, referrer, inputs);
  const findings = [...verdict.findings, ...findingsOf(index, refs, problem)];
  const judged = { rule, index, refs, findings, dropped: problem !== '', broken: verdict.broken };
  const traces = filters.length > 0 ? undefined : tracesOf(list, referrer, inputs);
  if (traces !== undefined) judgements.set(rule, { referrer, judged, traces });
  return judged;
}

interface Judgement {
  referrer: Referrer;
  judged: JudgedRule;
  /** What its references led to. */
  traces: Trace[];
}

/** What rules without filters came to. A rule never changes, so that it holds while its references lead to the same. */
const judgements = new WeakMap<RouteRule, Judgement>();

/** @returns undefined when the references depend on more than Services and their endpoints */
function tracesOf(refs: readonly BackendRef[], { namespace }: Referrer, inputs: Inputs): Trace[] | undefined {
  const traces: Trace[] = [];
  for (const ref of refs) {
    const trace = (ref.filters ?? []).length > 0 ? undefined : traceOf(ref, namespace, inputs);
    if (trace === undefined) return undefined;
    traces.push(trace);
  }
  return traces;
}

/** What a rule came to before, where that still holds. */
function standingJudgement(rule: RouteRule, index: number, referrer: Referrer, inputs: Inputs): JudgedRule | undefined {
  const known = judgements.get(rule);
  if (known === undefined || known.judged.index !== index) return undefined;
  if (known.referrer.kind !== referrer.kind || known.referrer.namespace !== referrer.namespace) return undefined;
  return known.traces.every((trace) => traceStands(trace, inputs)) ? known.judged : undefined;
}

function findingsOf(index: number, refs: JudgedRule['refs'], problem: string): Finding[] {
  if (problem !== '') {
    const message = `failed to process route rule ${index}: ${problem}`;
    return [{ type: 'Accepted', reason: 'UnsupportedValue', message }];
  }
  return refs.flatMap(({ resolution }, position): Finding[] => {
    if (resolution.result === 'empty') {
      const message = `failed to find endpoints: ${resolution.message}`;
      return [{ type: 'BackendsAvailable', reason: 'EndpointsNotFound', message }];
    }
    if (resolution.result !== 'invalid') return [];
    const message = `failed to process route rule ${index} backendRef ${position}: ${resolution.message}`;
    return [{ type: 'ResolvedRefs', reason: resolution.reason, message }];
  });
}

/** Types of filters that fit a backendRef. */
const IN_BACKENDS = {
  HTTPRoute: {
    types: new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'URLRewrite', 'ExtensionRef']),
    message:
      'Specific filter is not supported within BackendRef, only RequestHeaderModifier, ResponseHeaderModifier, URLRewrite and gateway.envoyproxy.io/HTTPRouteFilter are supported',
  },
  GRPCRoute: {
    types: new Set(['RequestHeaderModifier', 'ResponseHeaderModifier']),
    message:
      'Specific filter is not supported within BackendRef, only RequestHeaderModifier and ResponseHeaderModifier are supported',
  },
} as const;

function misplacedFilter({ filters = [] }: BackendRef, { kind }: Referrer): string | undefined {
  const { types, message } = IN_BACKENDS[kind];
  let misplaced = false;
  for (const filter of filters) {
    const { type, extensionRef } = filter;
    const { urlRewrite } = filter as HttpFilter;
    if (kind === 'HTTPRoute' && type === 'URLRewrite' && urlRewrite?.path !== undefined) {
      return 'URLRewrite path modifier is not supported within BackendRef';
    }
    const unknown =
      type === 'ExtensionRef' &&
      !(extensionRef?.group === 'gateway.envoyproxy.io' && extensionRef.kind === 'HTTPRouteFilter');
    if (!types.has(type) || unknown) misplaced = true;
  }
  return misplaced ? message : undefined;
}

/** Follows a backendRef, and looks at its filters. Source: backend-traffic-policy section 6.3. */
function followRef(ref: BackendRef, referrer: Referrer, inputs: Inputs): Resolution {
  const misplaced = misplacedFilter(ref, referrer);
  if (misplaced !== undefined) return { result: 'invalid', reason: 'UnsupportedRefValue', message: misplaced };
  const resolution = resolveBackend(ref, referrer, inputs);
  const [filter] = ref.filters ?? [];
  // filters are looked at once there are endpoints, ready or not, and before their addresses are
  const { result } = resolution;
  const found =
    result === 'invalid'
      ? resolution.reason === 'UnsupportedAddressType'
      : result !== 'unused' && !(result === 'empty' && !resolution.unready);
  if (filter === undefined || !found) return resolution;
  const { findings } = judgeFilters(ref.filters ?? [], referrer, inputs);
  if (findings.length > 0) {
    const message = findings.map((finding) => finding.message).join('\n');
    return { result: 'invalid', reason: 'InvalidBackendFilters', message };
  }
  if (result === 'invalid' || result === 'empty') return resolution;
  return { result: 'later', message: `Filter ${filter.type} within a backendRef is not served by this release` };
}
