import { isDeepStrictEqual } from 'node:util';
import type { ObjectMeta } from '../../model/object.ts';
import { isObject } from '../../model/schema/normalize.ts';

/**
 * Takes owner references out that stand twice, in place.
 * @returns the warning that an API server gives, undefined when there was none. Source: apiserver dedupOwnerReferencesAndAddWarning
 */
export function dropRepeatedOwners(metadata: ObjectMeta, afterAdmission: boolean): string | undefined {
  const owners: unknown[] = [];
  const repeated: string[] = [];
  for (const owner of metadata.ownerReferences ?? []) {
    if (!owners.some((other) => isDeepStrictEqual(other, owner))) owners.push(owner);
    else repeated.push(isObject(owner) && typeof owner.uid === 'string' ? owner.uid : '');
  }
  if (repeated.length === 0) return undefined;
  metadata.ownerReferences = owners;
  return (
    `.metadata.ownerReferences contains duplicate entries${afterAdmission ? ' after mutating admission happens' : ''}; ` +
    'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; ' +
    `duplicate UID(s) observed: ${repeated.join(', ')}`
  );
}
