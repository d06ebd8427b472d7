import type { BackendRef, RouteRule } from '../../../server/gateway/shapes.ts';
import type { KubeObject } from '../../../server/model/object.ts';
import { routeSpecOf } from '../../live/served.ts';
import { scopeOfRule, type RuleView } from '../../traffic/scope.ts';

/** A rule as the manifest has it, with what the proxy serves of it. */
export interface RuleFacts {
  /** From 0. */
  index: number;
  /** Its name, else `rule 1`. */
  label: string;
  spec: RouteRule;
  /** Absent while no listener serves it. */
  view?: RuleView;
}

/** Scope of one rule of a route: `KIND/NAMESPACE/NAME/INDEX`. */
export function ruleScope(object: KubeObject, index: number): string {
  return `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}/${index}`;
}

/** The rules of a route in the order of the manifest. A route without rules has one that takes everything and has no backend. */
export function rulesOf(object: KubeObject, views: readonly RuleView[]): RuleFacts[] {
  const specs = routeSpecOf(object).rules ?? [{}];
  return specs.map((spec, index) => {
    const scope = ruleScope(object, index);
    const view = views.find((entry) => scopeOfRule(entry.rule.id) === scope);
    return { index, label: spec.name ?? `rule ${index + 1}`, spec, ...(view ? { view } : {}) };
  });
}

/** `namespace/name`, and the port, of a backend that a rule names. */
export function backendText(ref: BackendRef, namespace: string): string {
  const own = ref.namespace === undefined || ref.namespace === namespace;
  return `${own ? '' : `${ref.namespace}/`}${ref.name}${ref.port === undefined ? '' : `:${ref.port}`}`;
}
