import { int32, number, object, required, rule, withDefault } from '../schema/dsl.ts';
import { notBoth } from '../schema/logic.ts';
import { duration } from '../shared/scalars.ts';

/** Faults on purpose. */
export const faultInjection = object(
  'Delays or fails requests on purpose.',
  {
    delay: object('Delays requests.', {
      fixedDelay: required(duration('The delay.')),
      percentage: withDefault(100, number('Percentage of requests that is delayed.')),
    }),
    abort: object(
      'Fails requests.',
      {
        httpStatus: int32('Status code of the answer.', { minimum: 200, maximum: 600 }),
        grpcStatus: int32('gRPC status of the answer.', { minimum: 0, maximum: 16 }),
        percentage: withDefault(100, number('Percentage of requests that fails.')),
      },
      {
        rules: [
          rule('httpStatus and grpcStatus cannot be simultaneously defined.', notBoth('httpStatus', 'grpcStatus')),
          rule('httpStatus and grpcStatus are set at least one.', 'has(self.httpStatus) || has(self.grpcStatus)'),
        ],
      },
    ),
  },
  { rules: [rule('Delay and abort faults are set at least one.', 'has(self.delay) || has(self.abort)')] },
);
