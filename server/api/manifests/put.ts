import type { KubeObject, StoredObject } from '../../model/object.ts';
import type { Kind } from '../../model/kind.ts';
import { trackWrite } from '../managed/track.ts';
import { newIdentity, sameIdentity } from '../objects/identity.ts';

/** Who manages what the console writes. */
export const CONSOLE_MANAGER = 'switchyard-console';

/**
 * An admitted manifest as it is to be stored: with identity and managedFields.
 * @param said the manifest without what was allotted for it, which nobody manages
 */
export function toStore(
  kind: Kind,
  admitted: KubeObject,
  said: KubeObject | undefined,
  old: StoredObject | undefined,
): StoredObject {
  const object = old === undefined ? newIdentity(kind, admitted, true) : sameIdentity(kind, admitted, old);
  const managedFields = trackWrite(kind, old, said ?? object, CONSOLE_MANAGER);
  return { ...object, metadata: { ...object.metadata, managedFields } };
}
