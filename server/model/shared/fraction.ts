import { int32, object, required, rule, withDefault } from '../schema/dsl.ts';

/** `numerator / denominator` of requests. */
export const fraction = object(
  'A share as a fraction.',
  {
    numerator: required(int32('Upper part of the fraction.', { minimum: 0 })),
    denominator: withDefault(100, int32('Lower part of the fraction.', { minimum: 1 })),
  },
  { rules: [rule('numerator must be less than or equal to denominator', '!(self.numerator > self.denominator)')] },
);
