import { atomicList, int64, mapList, object, required, string } from '../schema/dsl.ts';
import { parentReference } from './references.ts';

const condition = object('One statement about the object.', {
  type: required(
    string('What the statement is about.', {
      maxLength: 316,
      wanted: 'a word, perhaps with a domain in front',
      pattern:
        '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$',
    }),
  ),
  status: required(string('Whether it holds.', { enum: ['True', 'False', 'Unknown'] })),
  observedGeneration: int64('Generation of the object that was judged.', { minimum: 0 }),
  lastTransitionTime: required(string('When it last changed.', { format: 'date-time' })),
  reason: required(
    string('Why, in one word for programs.', {
      minLength: 1,
      maxLength: 1024,
      wanted: 'one word of letters, digits and _',
      pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
    }),
  ),
  message: required(string('Why, in words for people.', { maxLength: 32768 })),
});

/** Conditions, told apart by their type. */
export const conditions = mapList('Statements about the object.', ['type'], condition, { maxItems: 8 });

const judgement = {
  controllerName: required(
    string('Who judged.', {
      minLength: 1,
      maxLength: 253,
      wanted: 'a domain and a path, such as example.com/controller',
      pattern:
        "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
    }),
  ),
  conditions: required({ ...conditions, minItems: 1 }),
} as const;

/** Status of a route: what became of it at each parent. */
export const routeStatus = object('State of the route.', {
  parents: required(
    atomicList(
      'What became of it at each parent.',
      object('What became of it at one parent.', { parentRef: required(parentReference), ...judgement }),
      { maxItems: 32 },
    ),
  ),
});

/** Status of a policy: what became of it at each ancestor of its targets. */
export const policyStatus = object('State of the policy.', {
  ancestors: required(
    atomicList(
      'What became of it at each Gateway.',
      object('What became of it at one Gateway.', { ancestorRef: required(parentReference), ...judgement }),
      { maxItems: 16 },
    ),
  ),
});
