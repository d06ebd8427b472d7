import { boolean, describe, int64, list, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { has, notBoth } from '../schema/logic.ts';

const invert = withDefault(false, boolean('Whether everything else matches instead.'));

const valueMatch = object('A value that has to match.', {
  type: withDefault(
    'Exact',
    string('How the value is compared; Distinct counts every value apart.', {
      enum: ['Exact', 'RegularExpression', 'Distinct'],
    }),
  ),
  name: required(string('The name.', { minLength: 1, maxLength: 256 })),
  value: string('The value or expression; none for Distinct.', { maxLength: 1024 }),
  invert,
});

const clientSelector = object(
  'Conditions that all have to hold.',
  {
    headers: list('Headers that all have to match.', valueMatch, { maxItems: 128 }),
    methods: list(
      'Methods, one of which has to match.',
      object('A method.', {
        value: required(
          string('The method.', {
            enum: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'],
          }),
        ),
        invert,
      }),
    ),
    path: object('The path that has to match.', {
      type: withDefault(
        'PathPrefix',
        string('How the path is compared.', { enum: ['Exact', 'PathPrefix', 'RegularExpression'] }),
      ),
      value: required(withDefault('/', string('The path, prefix or expression.', { maxLength: 1024 }))),
      invert,
    }),
    sourceCIDR: object('Addresses of clients.', {
      type: withDefault(
        'Exact',
        string('Whether the range counts as one, or every address apart.', { enum: ['Exact', 'Distinct'] }),
      ),
      value: required(string('A range such as 10.0.0.0/8.', { minLength: 1, maxLength: 256 })),
      invert,
    }),
    queryParams: list('Query parameters that all have to match.', valueMatch, { maxItems: 16 }),
  },
  {
    rules: [
      rule(
        'at least one of headers, methods, path, sourceCIDR or queryParams must be specified',
        ['headers', 'methods', 'path', 'queryParams', 'sourceCIDR'].map(has).join(' || '),
      ),
    ],
  },
);

const cost = object(
  'A number, or where it is found.',
  {
    from: required(string('Whether number or metadata holds it.', { enum: ['Number', 'Metadata'] })),
    number: int64('The number.'),
    metadata: object('Metadata of the request that holds the number.', {
      namespace: required(string('Namespace of the metadata.')),
      key: required(string('Key in the namespace.')),
    }),
  },
  { rules: [rule('only one of number or metadata can be specified', notBoth('number', 'metadata'))] },
);

const limitRule = object('A limit and whom it is for.', {
  clientSelectors: list('Clients that the limit is for; all where absent.', clientSelector, { maxItems: 8 }),
  limit: required(
    object('How much is allowed.', {
      requests: required(int64('Requests per unit of time.', { minimum: 0, maximum: 4_294_967_295 })),
      unit: required(
        string('The unit of time.', { enum: ['Second', 'Minute', 'Hour', 'Day', 'Week', 'Month', 'Year'] }),
      ),
      fromMetadata: object('Metadata of the request that holds the limit instead.', {
        namespace: required(string('Namespace of the metadata.', { minLength: 1 })),
        key: required(string('Key in the namespace.', { minLength: 1 })),
      }),
    }),
  ),
  cost: object('How much a request counts; 1 where absent.', {
    request: describe('What the request counts.', cost),
    response: describe('What the answer counts afterwards.', cost),
  }),
  shared: boolean('Whether all targets of the policy share one count.'),
  shadowMode: boolean('Counts but lets everything pass.'),
  xRateLimitHeaders: string('Whether answers carry X-RateLimit headers.', { enum: ['Off', 'DraftVersion03'] }),
});

/** Limits on the number of requests. */
export const rateLimit = object('Limits on the number of requests.', {
  type: string('Whether global or local is used; both fields speak for themselves.', { enum: ['Global', 'Local'] }),
  local: object('Counts in every proxy on its own.', {
    rules: list('Limits; the strictest that matches holds.', limitRule, {
      maxItems: 16,
      rules: [
        rule(
          'response cost is not supported for Local Rate Limits',
          '!self.exists(one, has(one.cost) && has(one.cost.response))',
        ),
        rule(
          'limit fromMetadata is not supported for Local Rate Limits',
          '!self.exists(one, has(one.limit.fromMetadata))',
        ),
      ],
    }),
  }),
  global: object('Counts for all proxies together.', {
    rules: required(list('Limits; each counts for itself.', limitRule, { maxItems: 256 })),
  }),
});
