import { map, object, rule, string } from '../schema/dsl.ts';
import type { Rule } from '../schema/types.ts';
import { localObjectReference } from '../shared/references.ts';

const KEY =
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$';

function keyRules(what: 'Annotation' | 'Label'): Rule[] {
  return [
    rule(
      `${what} keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.`,
      `self.all(key, key.matches(r"""${KEY}"""))`,
    ),
    rule(
      `If specified, the ${what.toLowerCase()} key's prefix must be a DNS subdomain not longer than 253 characters in total.`,
      '!self.exists(key, size(key.split("/")[0]) > 252)',
    ),
  ];
}

/** `spec.infrastructure`. */
export const infrastructure = object('What a cluster creates to run the Gateway.', {
  annotations: map(
    'Annotations of everything that is created.',
    string('Value of the annotation.', { minLength: 0, maxLength: 4096 }),
    { maxProperties: 16, rules: keyRules('Annotation') },
  ),
  labels: map(
    'Labels of everything that is created.',
    string('Value of the label.', {
      minLength: 0,
      maxLength: 63,
      wanted: 'the value of a label: letters, digits, -, _ and .',
      pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$',
    }),
    { maxProperties: 8, rules: keyRules('Label') },
  ),
  parametersRef: localObjectReference,
});
