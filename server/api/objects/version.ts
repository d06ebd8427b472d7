import { inVersionOf, kindAt } from '../../model/api-version.ts';
import type { Kind } from '../../model/kind.ts';
import type { StoredObject } from '../../model/object.ts';
import type { ResourceTarget } from '../http/target.ts';

/** An object as it is answered: in the version of the path; versions of a kind differ in nothing else. */
export function atVersion(object: StoredObject, { kind, version }: ResourceTarget): StoredObject {
  const whole = withNullLists(kind, object);
  return inVersionOf(kindAt(kind, version), whole);
}

/** Go writes lists that may not be left out as null when they are empty. */
function withNullLists(kind: Kind, object: StoredObject): StoredObject {
  const missing = Object.entries(kind.rules?.type.fields ?? {}).filter(
    ([name, { of, always }]) => always === true && of.type === 'list' && object[name] === undefined,
  );
  return missing.length === 0 ? object : { ...object, ...Object.fromEntries(missing.map(([name]) => [name, null])) };
}
