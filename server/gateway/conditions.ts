import type { Condition } from '../model/object.ts';

/** Name under which conditions are written, and by which GatewayClasses are ours. */
export const CONTROLLER_NAME = 'gateway.envoyproxy.io/gatewayclass-controller';

const MESSAGE_LIMIT = 32768;
const CUT_MARK = ' (message truncated).';

/** A condition without its time: `completeStatus` fills `lastTransitionTime` in when the status is written. */
export type TimelessCondition = Omit<Condition, 'lastTransitionTime'>;
export type ConditionStatus = Condition['status'];

/** Conditions of one status, one for each type, in the order in which they were first set. */
export class Conditions {
  readonly generation: number | undefined;
  // a few at most: a list is smaller than a map, and there is one for each parent of each route
  private held: TimelessCondition[] = [];

  /** @param generation of the object that is reported on */
  constructor(generation: number | undefined) {
    this.generation = generation;
  }

  set(type: string, status: ConditionStatus, reason: string, message: string): void {
    const condition: TimelessCondition = {
      type,
      status,
      reason,
      message: message.length > MESSAGE_LIMIT ? message.slice(0, MESSAGE_LIMIT - CUT_MARK.length) + CUT_MARK : message,
      observedGeneration: this.generation ?? 1,
    };
    const at = this.held.findIndex((other) => other.type === type);
    if (at < 0) this.held.push(condition);
    else this.held[at] = condition;
  }

  get(type: string): TimelessCondition | undefined {
    return this.held.find((condition) => condition.type === type);
  }

  is(type: string, status: ConditionStatus): boolean {
    return this.get(type)?.status === status;
  }

  clear(): void {
    this.held = [];
  }

  get size(): number {
    return this.held.length;
  }

  list(): TimelessCondition[] {
    return [...this.held];
  }
}

/** Makes a sentence of an error: the first letter upper case, one full stop at the end. */
export function sentence(text: string): string {
  if (text === '') return text;
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return start.endsWith('.') ? start : `${start}.`;
}

/** Status that the API gives a Gateway before any controller has looked at it. Source: gateway-api section 1.4. */
export function pendingGatewayStatus(): { conditions: Condition[] } {
  const pending = {
    status: 'Unknown' as const,
    reason: 'Pending',
    message: 'Waiting for controller',
    lastTransitionTime: '1970-01-01T00:00:00Z',
  };
  return {
    conditions: [
      { type: 'Accepted', ...pending },
      { type: 'Programmed', ...pending },
    ],
  };
}
