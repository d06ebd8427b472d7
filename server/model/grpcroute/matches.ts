import { atomicList, mapList, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { has, implies, is } from '../schema/logic.ts';
import { headerName } from '../shared/scalars.ts';

const SERVICE = '^(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$';
const METHOD = '^[A-Za-z_][A-Za-z_0-9]*$';

const valueType = withDefault(
  'Exact',
  string('Whether the value is compared as it is or as an expression.', {
    enum: ['Exact', 'RegularExpression'],
    labels: { Exact: 'is', RegularExpression: 'matches' },
  }),
);

const validCharacters = (member: 'service' | 'method', pattern: string) =>
  rule(
    `${member} must only contain valid characters (matching ${pattern})`,
    implies(`(!${has('type')} || ${is('Exact')}) && ${has(member)}`, `self.${member}.matches(r"""${pattern}""")`),
  );

const method = object(
  'Which service and method match; all where absent.',
  {
    type: withDefault(
      'Exact',
      string('Whether the names are compared as they are or as expressions.', { enum: ['Exact', 'RegularExpression'] }),
    ),
    service: string('Name of the service with its package; any where absent.', { maxLength: 1024 }),
    method: string('Name of the method; any where absent.', { maxLength: 1024 }),
  },
  {
    rules: [
      rule(
        "One or both of 'service' or 'method' must be specified",
        implies(has('type'), `${has('service')} || ${has('method')}`),
      ),
      validCharacters('service', SERVICE),
      validCharacters('method', METHOD),
    ],
  },
);

const headers = mapList(
  'Metadata that all have to match.',
  ['name'],
  object('A header that has to match.', {
    type: valueType,
    name: required(headerName('Name of the header, in any case.')),
    value: required(string('The value or expression.', { minLength: 1, maxLength: 4096 })),
  }),
  { maxItems: 16 },
);

/** Matches of a rule: one of them has to hold, with all that it says. Every call matches where there is none. */
export const matches = atomicList(
  'Alternatives: a call that meets one of them takes the rule.',
  object('Conditions that all have to hold.', { method, headers }),
  { maxItems: 64 },
);
