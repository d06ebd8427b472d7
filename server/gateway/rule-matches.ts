import { expressionProblem } from '../routing/conditions.ts';
import type { GrpcRule, HttpRule, RouteKind, RouteRule } from './shapes.ts';

/** Expressions of a rule in the order in which they are read. */
function expressions(rule: RouteRule, kind: RouteKind): string[] {
  const found: string[] = [];
  const add = (...entries: ({ type?: string; value?: string } | undefined)[]): void => {
    for (const entry of entries) if (entry?.type === 'RegularExpression') found.push(entry.value ?? '');
  };
  if (kind === 'HTTPRoute') {
    for (const { path, headers = [], queryParams = [] } of (rule as HttpRule).matches ?? []) {
      add(path, ...headers, ...queryParams);
    }
    return found;
  }
  for (const { method, headers = [] } of (rule as GrpcRule).matches ?? []) {
    add(...headers);
    for (const value of [method?.service, method?.method]) {
      if (value !== undefined) add({ type: method?.type ?? 'Exact', value });
    }
  }
  return found;
}

/** Compiling is slow and rules stay the same from one translation to the next. */
const judged = new WeakMap<RouteRule, string>();

/** What is wrong with the matches of a rule, which then serves nothing; '' when they are good. Source: gateway-api section 2.3. */
export function matchProblem(rule: RouteRule, kind: RouteKind): string {
  let problem = judged.get(rule);
  if (problem === undefined) {
    problem = '';
    for (const expression of expressions(rule, kind)) {
      const why = expressionProblem(expression);
      if (why === undefined) continue;
      problem = `regex ${JSON.stringify(expression)} is invalid: ${why}`;
      break;
    }
    judged.set(rule, problem);
  }
  return problem;
}
