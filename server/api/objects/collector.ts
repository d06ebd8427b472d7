import type { Kind } from '../../model/kind.ts';
import type { DeleteOptions } from './delete-options.ts';
import { FOREGROUND, isCollector, ORPHAN } from './finalizers.ts';
import { isNamespace } from './namespaces.ts';

/**
 * The finalizers that an object has once it is to be deleted. Source: apiserver registry/generic deletionFinalizersForGarbageCollection.
 * @param old those that it has
 */
export function finalizersAtEnd(kind: Kind, old: readonly string[], options: DeleteOptions): string[] {
  const kept = old.filter((name) => !isCollector(name));
  if (wants(kind, old, options, ORPHAN)) kept.push(ORPHAN);
  if (wants(kind, old, options, FOREGROUND)) kept.push(FOREGROUND);
  return kept;
}

function wants(
  kind: Kind,
  old: readonly string[],
  { orphanDependents, propagationPolicy }: DeleteOptions,
  finalizer: string,
): boolean {
  if (orphanDependents !== undefined) {
    if (finalizer === ORPHAN) return orphanDependents;
    return isNamespace(kind) && !orphanDependents;
  }
  if (propagationPolicy !== undefined) return propagationPolicy === (finalizer === ORPHAN ? 'Orphan' : 'Foreground');
  return old.find(isCollector) === finalizer;
}
