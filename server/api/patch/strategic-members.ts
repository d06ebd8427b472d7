import { findField, type GoField, type GoType } from '../../model/core/go-types.ts';
import { isObject, setProperty } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { DIRECTIVE, StrategicPatchError } from './strategic-errors.ts';

/** The field of a Go type that a member is read into. @throws StrategicPatchError */
export function fieldOf(type: GoType, key: string): GoField {
  if (type.type !== 'struct')
    throw new StrategicPatchError(
      `merging an object in json but data type is not struct, instead is: ${type.type === 'list' ? 'slice' : type.type}`,
    );
  const field = findField(type, key);
  if (field !== undefined) return field;
  const name = type.name.replace(/^.*\./, '');
  throw new StrategicPatchError(`unable to find api field in struct ${name} for the json field ${JSON.stringify(key)}`);
}

/** Sets a member; undefined takes it away. */
export function setMember(target: JsonObject, key: string, value: Json | undefined): void {
  if (value === undefined) delete target[key];
  else setProperty(target, key, value);
}

/** The value without objects that are directives; undefined where it is one itself. */
export function withoutDirectives(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, DIRECTIVE)) return undefined;
  for (const [key, member] of Object.entries(value)) setMember(value, key, withoutDirectives(member));
  return value;
}
