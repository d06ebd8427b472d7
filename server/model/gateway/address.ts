import { atomicList, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { has, implies, is, unique } from '../schema/logic.ts';
import type { Constraint } from '../schema/types.ts';

const HOSTNAME = '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const MATCHES_HOSTNAME = `self.value.matches(r"""${HOSTNAME}""")`;

const addressType = withDefault(
  'IPAddress',
  string('IPAddress, Hostname, NamedAddress, or a name of one’s own with a domain.', {
    minLength: 1,
    maxLength: 253,
    suggestions: ['IPAddress', 'Hostname', 'NamedAddress'],
    wanted: 'IPAddress, Hostname, NamedAddress, or a name with a domain',
    pattern:
      "^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
  }),
);

/** Either an IP address, or not of type IPAddress. */
const addressForms: readonly Constraint[] = [
  { properties: { type: { enum: ['IPAddress'] }, value: { anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] } } },
  { properties: { type: { not: { enum: ['IPAddress'] } } } },
];

/** No address of the type comes twice. */
function eachOnce(type: string): string {
  const comparable = (name: string): string => `${name}.type == '${type}' && has(${name}.value)`;
  return unique(`${comparable('one')} && ${comparable('other')} && one.value == other.value`, comparable('one'));
}

/** `spec.addresses`: what is asked for. */
export const wantedAddresses = atomicList(
  'Addresses that the Gateway should have; one is allotted where absent.',
  object(
    'An address that is asked for.',
    { type: addressType, value: string('The address; any of the type where absent.', { maxLength: 253 }) },
    {
      oneOf: addressForms,
      rules: [
        rule(
          `Hostname value must be empty or contain only valid characters (matching ${HOSTNAME})`,
          implies(is('Hostname'), `!${has('value')} || ${MATCHES_HOSTNAME}`),
        ),
      ],
    },
  ),
  {
    maxItems: 16,
    rules: [
      rule('IPAddress values must be unique', eachOnce('IPAddress')),
      rule('Hostname values must be unique', eachOnce('Hostname')),
    ],
  },
);

/** `status.addresses`: what it has. */
export const givenAddresses = atomicList(
  'Addresses that the Gateway has.',
  object(
    'An address.',
    { type: addressType, value: required(string('The address.', { minLength: 1, maxLength: 253 })) },
    {
      oneOf: addressForms,
      rules: [
        rule(
          `Hostname value must only contain valid characters (matching ${HOSTNAME})`,
          implies(is('Hostname'), MATCHES_HOSTNAME),
        ),
      ],
    },
  ),
  { maxItems: 16 },
);
