import { integer, object, rule, setList, string, withDefault } from '../schema/dsl.ts';
import { duration } from '../shared/scalars.ts';

/** Time limits of a rule. */
export const timeouts = object(
  'Time limits.',
  {
    request: duration('Longest time until the client has its answer; 0s sets no limit.'),
    backendRequest: duration('Longest time of one attempt at a backend; 0s sets no limit.'),
  },
  {
    rules: [
      rule(
        'backendRequest timeout cannot be longer than request timeout',
        "!(has(self.request) && has(self.backendRequest) && duration(self.request) != duration('0s') && duration(self.backendRequest) > duration(self.request))",
      ),
    ],
  },
);

/** Further attempts of a rule. */
export const retry = object('Further attempts when a backend fails.', {
  attempts: integer('How often at most a request is sent again.', { minimum: 1 }),
  backoff: duration('Shortest pause between attempts.'),
  codes: setList(
    'Status codes that call for another attempt.',
    integer('A status code.', { minimum: 400, maximum: 599 }),
  ),
});

/** Sessions that stay with a backend. */
export const sessionPersistence = object(
  'Keeps the requests of a session on one backend.',
  {
    type: withDefault('Cookie', string('What carries the session.', { enum: ['Cookie', 'Header'] })),
    sessionName: string('Name of the cookie or header.', { maxLength: 128 }),
    absoluteTimeout: duration('Time after which a session ends.'),
    cookieConfig: object('Details of the cookie.', {
      lifetimeType: withDefault(
        'Session',
        string('Whether the cookie outlives the browser session.', { enum: ['Permanent', 'Session'] }),
      ),
    }),
  },
  {
    rules: [
      rule(
        'AbsoluteTimeout must be specified when cookie lifetimeType is Permanent',
        "!has(self.cookieConfig) || !has(self.cookieConfig.lifetimeType) || self.cookieConfig.lifetimeType != 'Permanent' || has(self.absoluteTimeout)",
      ),
      rule('cookieConfig can only be set with type Cookie', "!has(self.cookieConfig) || self.type == 'Cookie'"),
    ],
  },
);
