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

/** The value without objects that are directives, in place; undefined where it is one itself. */
export function withoutDirectives(value: Json): Json | undefined {
  if (isDirective(value)) return undefined;
  // it may be nested deeper than calls
  const left: Json[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop())
    if (Array.isArray(next)) {
      let kept = 0;
      for (const item of next)
        if (!isDirective(item)) {
          next[kept] = item;
          kept += 1;
          left.push(item);
        }
      next.length = kept;
    } else if (isObject(next))
      for (const [key, member] of Object.entries(next))
        if (isDirective(member)) delete next[key];
        else left.push(member);
  return value;
}

function isDirective(value: Json): boolean {
  return isObject(value) && Object.hasOwn(value, DIRECTIVE);
}
