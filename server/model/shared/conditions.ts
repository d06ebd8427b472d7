import { int64, mapList, object, required, string } from '../schema/dsl.ts';
import type { ListSchema } from '../schema/types.ts';

const condition = object('What is known about the object in one respect.', {
  lastTransitionTime: required(string('When the status last changed.', { format: 'date-time' })),
  message: required(string('A sentence for people.', { maxLength: 32768 })),
  observedGeneration: int64('The generation of the object that this is about.', { minimum: 0 }),
  reason: required(
    string('A word that says why.', {
      minLength: 1,
      maxLength: 1024,
      pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
    }),
  ),
  status: required(string('Whether it holds.', { enum: ['True', 'False', 'Unknown'] })),
  type: required(
    string('What it is about, such as Accepted.', {
      maxLength: 316,
      pattern:
        '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$',
    }),
  ),
});

/** Conditions, one for each type. Source: meta/v1 Condition. */
export function conditionList(description: string, limits: { minItems?: number } = {}): ListSchema<typeof condition> {
  return mapList(description, ['type'], condition, { maxItems: 8, ...limits });
}

/** The condition that a new object has until the controller has looked at it. */
export function pendingCondition<T extends string>(type: T) {
  return {
    lastTransitionTime: '1970-01-01T00:00:00Z',
    message: 'Waiting for controller',
    reason: 'Pending',
    status: 'Unknown',
    type,
  } as const;
}
