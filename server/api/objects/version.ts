import { apiVersionOf } from '../../model/admission.ts';
import type { StoredObject } from '../../model/object.ts';
import type { ResourceTarget } from '../http/target.ts';

/** An object in the version of the path; versions of a kind differ in nothing else. */
export function atVersion(object: StoredObject, { kind, version }: ResourceTarget): StoredObject {
  return version === kind.version ? object : { ...object, apiVersion: apiVersionOf({ ...kind, version }) };
}
