import { object, rule, string, withDefault } from '../schema/dsl.ts';
import { is, onlyIf } from '../schema/logic.ts';
import { duration } from './scalars.ts';

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
        "has(self.absoluteTimeout) || !(has(self.cookieConfig) && has(self.cookieConfig.lifetimeType) && self.cookieConfig.lifetimeType == 'Permanent')",
      ),
      rule('cookieConfig can only be set with type Cookie', onlyIf('cookieConfig', is('Cookie'))),
    ],
  },
);
