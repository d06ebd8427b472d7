import { integer, object, rule, setList } from '../schema/dsl.ts';
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
        "!has(self.request) || !has(self.backendRequest) || duration(self.request) == duration('0s') || duration(self.request) >= duration(self.backendRequest)",
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
