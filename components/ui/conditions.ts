import type { ParentRef } from '../../server/gateway/shapes.ts';
import type { Condition, KubeObject } from '../../server/model/object.ts';
import { statusOf } from '../live/served.ts';

/** How good a state is. `pending`: not evaluated yet. `off`: nothing to say. */
export type Level = 'ok' | 'warn' | 'bad' | 'pending' | 'off';

/** A condition and whose it is: the object itself, a listener, a parent or an ancestor. */
export interface ConditionAt {
  /** '' for the object, `listener http`, `Gateway default/eg http`. */
  where: string;
  condition: Condition;
  level: Level;
}

/** The state of an object in one word: its worst condition. */
export interface StateSummary {
  level: Level;
  /** `Accepted`, or the reason of the worst condition. */
  word: string;
  worst?: ConditionAt;
}

/** Types that are good when False. */
const NEGATIVE = new Set([
  'Conflicted',
  'Overridden',
  'PartiallyInvalid',
  'OverlappingTLSConfig',
  'Warning',
  'Aggregated',
]);
const SEVERITY: Record<Level, number> = { bad: 4, pending: 3, warn: 2, off: 1, ok: 0 };

/** How good one condition is. A generation behind the object's means that it was not looked at yet. */
export function levelOf(condition: Condition, generation: number | undefined): Level {
  if (
    generation !== undefined &&
    condition.observedGeneration !== undefined &&
    condition.observedGeneration < generation
  )
    return 'pending';
  if (condition.status === 'Unknown') return 'pending';
  if (NEGATIVE.has(condition.type)) return condition.status === 'True' ? 'warn' : 'ok';
  return condition.status === 'True' ? 'ok' : 'bad';
}

function refText(ref: ParentRef, namespace: string): string {
  const section = ref.sectionName ?? (ref.port === undefined ? '' : `port ${ref.port}`);
  return `${ref.kind ?? 'Gateway'} ${ref.namespace ?? namespace}/${ref.name}${section === '' ? '' : ` ${section}`}`;
}

/** All conditions of an object, in the order of its status. */
export function conditionsOf(object: KubeObject): ConditionAt[] {
  const status = statusOf(object);
  const namespace = object.metadata.namespace ?? '';
  const generation = object.metadata.generation;
  const at = (where: string, conditions: Condition[] | undefined): ConditionAt[] =>
    (conditions ?? []).map((condition) => ({ where, condition, level: levelOf(condition, generation) }));
  return [
    ...at('', status.conditions),
    ...(status.listeners ?? []).flatMap((listener) => at(`listener ${listener.name}`, listener.conditions)),
    ...(status.parents ?? []).flatMap((parent) => at(refText(parent.parentRef, namespace), parent.conditions)),
    ...(status.ancestors ?? []).flatMap((ancestor) =>
      at(refText(ancestor.ancestorRef, namespace), ancestor.conditions),
    ),
  ];
}

/** Kinds that carry no conditions. */
const WITHOUT = new Set(['Service', 'EndpointSlice', 'ReferenceGrant', 'Namespace']);

/** The worst condition wins; kinds without conditions are `off`. */
export function stateOf(object: KubeObject): StateSummary {
  if (WITHOUT.has(object.kind)) return { level: 'off', word: '' };
  const all = conditionsOf(object);
  let worst: ConditionAt | undefined;
  for (const entry of all) if (!worst || SEVERITY[entry.level] > SEVERITY[worst.level]) worst = entry;
  if (!worst) return { level: 'pending', word: 'Pending' };
  if (worst.level === 'ok') {
    const programmed = all.some((entry) => entry.where === '' && entry.condition.type === 'Programmed');
    return { level: 'ok', word: programmed ? 'Programmed' : 'Accepted' };
  }
  if (worst.level === 'pending') return { level: 'pending', word: 'Pending', worst };
  const negative = NEGATIVE.has(worst.condition.type);
  return { level: worst.level, word: negative ? worst.condition.type : worst.condition.reason, worst };
}
