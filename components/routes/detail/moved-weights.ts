import type { RouteRule } from '../../../server/gateway/shapes.ts';
import type { Patch } from '../../editor/document-model.ts';

/** Weights by rule, then by backendRef, as the manifest has them. */
export type Weights = readonly (readonly number[])[];

/** The weights of all rules; 1 where none is written. Source: HTTPBackendRef.weight. */
export function weightsOf(rules: readonly RouteRule[]): number[][] {
  return rules.map(({ backendRefs = [] }) => backendRefs.map(({ weight }) => weight ?? 1));
}

/** Shares that weights give, 0..1; all 0 where nothing is sent anywhere. */
export function sharesOf(weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (all === 0 ? 0 : weight / all));
}

/** The changes that make the weights `after` of `before`. */
export function weightPatches(before: Weights, after: Weights): Patch[] {
  return after.flatMap((rule, r) =>
    rule.flatMap((weight, b): Patch[] =>
      weight === before[r]?.[b]
        ? []
        : [{ op: 'set', path: ['spec', 'rules', r, 'backendRefs', b, 'weight'], value: weight }],
    ),
  );
}

/** True where a rule has something to move between. */
export function canMove({ spec }: { spec: RouteRule }): boolean {
  return (spec.backendRefs ?? []).length > 1;
}
