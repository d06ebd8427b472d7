import { atomicList, map, object, required, string } from '../schema/dsl.ts';

/** Labels by which namespaces or objects are chosen. Source: meta/v1 LabelSelector. */
export const labelSelectorProperties = {
  matchExpressions: atomicList(
    'Conditions on labels; all must hold.',
    object('A condition on one label.', {
      key: required(string('Name of the label.')),
      operator: required(string('In, NotIn, Exists or DoesNotExist.')),
      values: atomicList('Values for In and NotIn; none for the others.', string('A value.')),
    }),
  ),
  matchLabels: map('Labels that must be there with these values.', string('The value of the label.')),
} as const;

/** A selector of labels. */
export function labelSelector(description: string) {
  return object(description, labelSelectorProperties, { mapType: 'atomic' });
}
