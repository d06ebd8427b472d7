import { inVersionOf, kindAt } from '../../model/api-version.ts';
import { withNullLists } from '../../model/core/decode.ts';
import type { StoredObject } from '../../model/object.ts';
import type { ResourceTarget } from '../http/target.ts';

/** An object as it is answered: what is shown of it, in the version of the path; versions of a kind differ in nothing else. */
export function atVersion(object: StoredObject, { kind, version, subresource }: ResourceTarget): StoredObject {
  const shown = subresource === '' ? (kind.rules?.onRead?.(object) ?? object) : object;
  const whole = withNullLists(kind, shown);
  return inVersionOf(kindAt(kind, version), whole);
}
