import { CONTROLLER_NAME, Conditions, type ConditionStatus } from './conditions.ts';
import { GATEWAY_GROUP } from './inputs.ts';

/** The Gateway, or listener of it, through which a policy reaches traffic. */
export interface AncestorRef {
  group: string;
  kind: string;
  namespace: string;
  name: string;
  sectionName?: string;
}

interface Ancestor {
  ref: AncestorRef;
  conditions: Conditions;
}

const LIMIT = 16;

export function gatewayAncestor(namespace: string, name: string, sectionName: string | undefined): AncestorRef {
  return {
    group: GATEWAY_GROUP,
    kind: 'Gateway',
    namespace,
    name,
    ...(sectionName === undefined ? {} : { sectionName }),
  };
}

/** The worse an ancestor fares, the earlier it is kept. */
function rank({ conditions }: Ancestor): number {
  if (conditions.is('Accepted', 'False')) return 0;
  return conditions.is('Overridden', 'True') ? 1 : 2;
}

function compare(a: Ancestor, b: Ancestor): number {
  const left = `${rank(a)} ${a.ref.namespace} ${a.ref.name}`;
  const right = `${rank(b)} ${b.ref.namespace} ${b.ref.name}`;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Ancestors of one policy's status, in the order in which something was first said about them. */
export class Ancestors {
  private readonly generation: number | undefined;
  private list: Ancestor[] = [];

  constructor(generation: number | undefined) {
    this.generation = generation;
  }

  private find(ref: AncestorRef): Ancestor | undefined {
    return this.list.find(
      (ancestor) =>
        ancestor.ref.name === ref.name &&
        ancestor.ref.namespace === ref.namespace &&
        ancestor.ref.sectionName === ref.sectionName,
    );
  }

  set(ref: AncestorRef, type: string, status: ConditionStatus, reason: string, message: string): void {
    let ancestor = this.find(ref);
    if (ancestor === undefined) {
      ancestor = { ref, conditions: new Conditions(this.generation) };
      this.list.push(ancestor);
    }
    ancestor.conditions.set(type, status, reason, message);
    // one more than fits is kept, so that the end can tell that something was cut
    if (this.list.length > LIMIT + 1) {
      const worst = this.list.reduce((last, other) => (compare(last, other) < 0 ? other : last));
      this.list = this.list.filter((other) => other !== worst);
    }
  }

  /** Accepted, unless something was said about it already. */
  accept(ref: AncestorRef): void {
    if (this.find(ref)?.conditions.get('Accepted') === undefined) {
      this.set(ref, 'Accepted', 'True', 'Accepted', 'Policy has been accepted.');
    }
  }

  /** Ancestors of one GatewayClass come before those of the next. @param ranks of the classes, by `NAMESPACE/NAME` of the Gateway */
  order(ranks: ReadonlyMap<string, number>): void {
    const rank = ({ ref }: Ancestor): number => ranks.get(`${ref.namespace}/${ref.name}`) ?? 0;
    this.list.sort((a, b) => rank(a) - rank(b));
  }

  /** `status.ancestors`, at most 16. Source: backend-traffic-policy section 2.7. */
  status(): { ancestorRef: AncestorRef; controllerName: string; conditions: unknown[] }[] {
    let kept = this.list;
    if (kept.length > LIMIT) {
      kept = kept.toSorted(compare).slice(0, LIMIT);
      kept[LIMIT - 1]?.conditions.set(
        'Aggregated',
        'True',
        'Aggregated',
        'Ancestors have been truncated because the number of policy ancestors exceeds 16.',
      );
    }
    return kept.map(({ ref, conditions }) => ({
      ancestorRef: ref,
      controllerName: CONTROLLER_NAME,
      conditions: conditions.list(),
    }));
  }
}
