import { atomicList, labelled, mapList, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { implies, isOneOf } from '../schema/logic.ts';
import type { Rule } from '../schema/types.ts';
import { headerName, headerValue } from '../shared/scalars.ts';

const PLAIN_TYPES = ['Exact', 'PathPrefix'];

function forPlainTypes(message: string, expression: string): Rule {
  return rule(
    `${message} when type one of ['Exact', 'PathPrefix']`,
    implies(isOneOf('self.type', PLAIN_TYPES), expression),
  );
}

const path = object(
  'Which paths match.',
  {
    type: withDefault(
      'PathPrefix',
      string('How the path is compared; a prefix counts whole segments.', {
        enum: ['Exact', 'PathPrefix', 'RegularExpression'],
        labels: { PathPrefix: 'Prefix', RegularExpression: 'Regex' },
      }),
    ),
    value: withDefault('/', labelled('Path', string('The path, prefix or expression.', { maxLength: 1024 }))),
  },
  {
    rules: [
      forPlainTypes("value must be an absolute path and start with '/'", "self.value.startsWith('/')"),
      ...['//', '/./', '/../', '%2f', '%2F', '#'].map((part) =>
        forPlainTypes(`must not contain '${part}'`, `!self.value.contains('${part}')`),
      ),
      ...['/..', '/.'].map((part) => forPlainTypes(`must not end with '${part}'`, `!self.value.endsWith('${part}')`)),
      rule(
        "type must be one of ['Exact', 'PathPrefix', 'RegularExpression']",
        isOneOf('self.type', [...PLAIN_TYPES, 'RegularExpression']),
      ),
      rule(
        "must only contain valid characters (matching ^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$) for types ['Exact', 'PathPrefix']",
        implies(
          isOneOf('self.type', PLAIN_TYPES),
          `self.value.matches(r"""^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$""")`,
        ),
      ),
    ],
  },
);

const valueType = withDefault(
  'Exact',
  string('Whether the value is compared as it is or as an expression.', {
    enum: ['Exact', 'RegularExpression'],
    labels: { Exact: 'is', RegularExpression: 'matches' },
  }),
);

const headers = mapList(
  'Headers that all have to match.',
  ['name'],
  object('A header that has to match.', {
    type: valueType,
    name: required(headerName('Name of the header, in any case.')),
    value: required(headerValue('The value or expression.')),
  }),
  { maxItems: 16 },
);

const queryParams = mapList(
  'Query parameters that all have to match.',
  ['name'],
  object('A query parameter that has to match.', {
    type: valueType,
    name: required(headerName('Name of the parameter, exactly.')),
    value: required(string('The value or expression.', { minLength: 1, maxLength: 1024 })),
  }),
  { maxItems: 16 },
);

const everything = { path: { type: 'PathPrefix', value: '/' } } as const;

/** Matches of a rule: one of them has to hold, with all that it says. */
export const matches = withDefault(
  [everything],
  atomicList(
    'Alternatives: a request that meets one of them takes the rule.',
    object('Conditions that all have to hold.', {
      path: withDefault(everything.path, path),
      headers,
      queryParams,
      method: string('The HTTP method.', {
        enum: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'],
      }),
    }),
    { maxItems: 64 },
  ),
);

/** Rules of a route that says nothing: every request, no backend. */
export const defaultRules = [{ matches: [everything] }];
