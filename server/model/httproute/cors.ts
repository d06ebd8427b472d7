import { boolean, int32, object, rule, setList, string, withDefault } from '../schema/dsl.ts';
import { headerName } from '../shared/scalars.ts';

const starAlone = (message: string) => ({
  rules: [
    rule(
      `${message} cannot contain '*' alongside other ${message === 'AllowOrigins' ? 'origins' : 'methods'}`,
      "size(self) < 2 || !('*' in self)",
    ),
  ],
});

/** Cross-origin requests. Source: the Fetch standard, CORS protocol. */
export const cors = object('Answers cross-origin requests.', {
  allowOrigins: setList(
    'Origins that may read the answers; `*` for all.',
    string('An origin: scheme, host (the first label may be `*`) and port.', {
      minLength: 1,
      maxLength: 253,
      wanted: 'an origin such as https://example.com or https://*.example.com, or *',
      pattern: '(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)',
    }),
    { maxItems: 64, ...starAlone('AllowOrigins') },
  ),
  allowMethods: setList(
    'Methods that such requests may use; `*` for all.',
    string('A method.', {
      enum: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', '*'],
    }),
    { maxItems: 9, ...starAlone('AllowMethods') },
  ),
  allowHeaders: setList('Request headers that they may carry; `*` for all.', headerName('A header.'), {
    maxItems: 64,
    ...starAlone('AllowHeaders'),
  }),
  exposeHeaders: setList('Response headers that scripts may read.', headerName('A header.'), { maxItems: 64 }),
  allowCredentials: boolean('Whether requests may carry credentials.'),
  maxAge: withDefault(5, int32('Seconds for which a preflight answer is kept.', { minimum: 1 })),
});
