import { describe, int32, integer, list, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { eitherOr, is, onlyIf } from '../schema/logic.ts';
import { headerModifier } from '../shared/headers.ts';
import { pathModifier } from '../shared/path-modifier.ts';
import { localObjectReference } from '../shared/references.ts';
import { headerName, subdomain } from '../shared/scalars.ts';

const statusCode = object(
  'A status code or a range of them.',
  {
    type: required(
      withDefault('Value', string('Whether value or range holds it.', { enum: ['Value', 'Range'], enumTwice: true })),
    ),
    value: integer('The status code.'),
    range: object(
      'A range of status codes.',
      { start: required(integer('The first.')), end: required(integer('The last.')) },
      { rules: [rule('end must be greater than start', '!(self.end <= self.start)')] },
    ),
  },
  {
    rules: [
      rule('value must be set for type Value', "has(self.value) || (has(self.type) && self.type != 'Value')"),
      rule('range must be set for type Range', "has(self.range) || !has(self.type) || self.type != 'Range'"),
    ],
  },
);

const match = object(
  'Answers that are replaced.',
  {
    statusCodes: list('Status codes, one of which has to match.', statusCode, { minItems: 1, maxItems: 50 }),
    responseHeaders: list(
      'Headers of the answer that all have to match.',
      object('A header that has to match.', {
        name: required(headerName('Name of the header, in any case.')),
        value: required(
          object('The value.', {
            type: withDefault(
              'Exact',
              string('How the value is compared.', { enum: ['Exact', 'Prefix', 'Suffix', 'RegularExpression'] }),
            ),
            value: required(string('The text or expression.', { minLength: 1, maxLength: 1024 })),
          }),
        ),
      }),
      { minItems: 1, maxItems: 16 },
    ),
  },
  {
    rules: [
      rule(
        'at least one of statusCodes or responseHeaders must be specified',
        'has(self.statusCodes) || has(self.responseHeaders)',
      ),
    ],
  },
);

const body = object(
  'The new body.',
  {
    type: required(
      withDefault(
        'Inline',
        string('Whether inline or valueRef holds it.', { enum: ['Inline', 'ValueRef'], enumTwice: true }),
      ),
    ),
    inline: string('The body itself.'),
    valueRef: describe('A ConfigMap that holds the body.', localObjectReference),
  },
  {
    rules: [
      rule('inline must be set for type Inline', "has(self.inline) || (has(self.type) && self.type != 'Inline')"),
      rule(
        'valueRef must be set for type ValueRef',
        "has(self.valueRef) || !has(self.type) || self.type != 'ValueRef'",
      ),
      rule('only ConfigMap is supported for ValueRef', onlyIf('valueRef', is('ConfigMap', 'valueRef.kind'))),
    ],
  },
);

const headers = headerModifier(string('Value of the header.', { minLength: 1, maxLength: 4096 }), [
  rule('Remove is not supported for header in CustomResponse', onlyIf('remove', 'self.remove.size() == 0')),
]);

const redirect = object('A redirect instead of the answer.', {
  scheme: string('Scheme of the new location; that of the request where absent.', { enum: ['http', 'https'] }),
  hostname: subdomain('Host of the new location; that of the request where absent.'),
  path: pathModifier('Path of the new location; that of the request where absent.', [
    rule('only ReplaceFullPath is supported for path.type', is('ReplaceFullPath')),
  ]),
  port: int32('Port of the new location.'),
  statusCode: withDefault(302, integer('Status code of the redirect.', { enum: [301, 302] })),
});

/** Answers that are replaced by others. */
export const responseOverride = list(
  'Replaces answers; the first that matches holds.',
  object(
    'Which answers are replaced by what.',
    {
      source: string('Whether answers of the proxy, of backends or of both are meant.', {
        enum: ['All', 'Local', 'Backend'],
      }),
      match: required(match),
      response: object('The new answer.', {
        statusCode: integer('Its status code; unchanged where absent.'),
        contentType: string('Its Content-Type.'),
        header: describe('Headers to set and add.', headers),
        body,
      }),
      redirect,
    },
    {
      rules: [rule('exactly one of response or redirect must be specified', eitherOr('response', 'redirect'))],
    },
  ),
);
