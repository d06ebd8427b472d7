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

/**
 * The value without objects that are directives; undefined where it is one itself. Objects are changed in place, lists are not: what is
 * wrong with a patch is told of it with the directives in its lists.
 */
export function withoutDirectives(value: Json): Json | undefined {
  if (isDirective(value)) return undefined;
  const result = withoutListed(value);
  // it may be nested deeper than calls
  const left: Json[] = [result];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (Array.isArray(next)) for (const [index, item] of next.entries()) left.push((next[index] = withoutListed(item)));
    else if (isObject(next))
      for (const [key, member] of Object.entries(next))
        if (isDirective(member)) delete next[key];
        else {
          const kept = withoutListed(member);
          setProperty(next, key, kept);
          left.push(kept);
        }
  }
  return result;
}

/** A list without its directives; anything else as it is. */
function withoutListed(value: Json): Json {
  return Array.isArray(value) ? value.filter((item) => !isDirective(item)) : value;
}

function isDirective(value: Json): boolean {
  return isObject(value) && Object.hasOwn(value, DIRECTIVE);
}
