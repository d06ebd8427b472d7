import { inVersionOf, kindAt } from '../../model/api-version.ts';
import { withNullLists } from '../../model/core/decode.ts';
import type { StoredObject } from '../../model/object.ts';
import type { ResourceTarget } from '../http/target.ts';

/** An object as it is answered: in the version of the path; versions of a kind differ in nothing else. */
export function atVersion(object: StoredObject, { kind, version }: ResourceTarget): StoredObject {
  const whole = withNullLists(kind, object);
  return inVersionOf(kindAt(kind, version), whole);
}
