import { list, mapList, object, required, string } from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';

/** The whole Namespace but its metadata. Source: core/v1 Namespace. */
export const namespaceSchema = object('A namespace: names of objects are unique in it.', {
  ...envelope,
  spec: object('How the namespace is ended.', {
    finalizers: list('What must be cleaned up before the namespace goes.', string('Name of a cleaner.')),
  }),
  status: object('Where the namespace is in its life.', {
    phase: string('Active, or Terminating while it is being deleted.', { enum: ['Active', 'Terminating'] }),
    conditions: mapList(
      'What is known about its deletion.',
      ['type'],
      object('What is known in one respect.', {
        type: required(string('What it is about.')),
        status: required(string('True, False or Unknown.')),
        lastTransitionTime: string('When the status last changed.', { format: 'date-time' }),
        reason: string('A word that says why.'),
        message: string('A sentence for people.'),
      }),
    ),
  }),
});

export type NamespaceObject = Infer<typeof namespaceSchema>;
