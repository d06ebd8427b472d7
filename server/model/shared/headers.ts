import { mapList, object, required, setList, string } from '../schema/dsl.ts';
import type { Rule, StringSchema } from '../schema/types.ts';
import { headerName } from './scalars.ts';

/** Headers to set, add and remove. Values look as `value` says. */
export function headerModifier<V extends StringSchema>(value: V, rules?: readonly Rule[]) {
  const header = object('A header.', {
    name: required(headerName('Name of the header, in any case.')),
    value: required(value),
  });
  return object(
    'Headers to set, add and remove.',
    {
      set: mapList('Headers that replace those of the same name.', ['name'], header, { maxItems: 16 }),
      add: mapList('Headers that are added to those that exist.', ['name'], header, { maxItems: 16 }),
      remove: setList('Names of headers to drop, in any case.', string('A header name.'), { maxItems: 16 }),
    },
    rules === undefined ? {} : { rules },
  );
}
