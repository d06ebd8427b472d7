import type { ObjectMeta } from '../../model/object.ts';

export const ORPHAN = 'orphan';
export const FOREGROUND = 'foregroundDeletion';

/** True for the finalizers by which a cluster's collector of garbage works; here nothing has to wait for it. */
export function isCollector(finalizer: string): boolean {
  return finalizer === ORPHAN || finalizer === FOREGROUND;
}

/** True while somebody wants to be asked before an object goes. */
export function isHeldBack({ finalizers = [] }: ObjectMeta): boolean {
  return !finalizers.every(isCollector);
}
