import { compareTexts } from '../../model/schema/go-json.ts';
import { identityOf, type Manager, sameManager } from './entries.ts';

/** So many managers by updates are kept apart. */
const MOST = 10;

/**
 * Joins the oldest of too many managers by updates into one of each version. Source: apimachinery managedfields capManagersManager.
 */
export function capped(managers: readonly Manager[]): Manager[] {
  const updates = managers
    .filter(({ operation }) => operation === 'Update')
    .toSorted((a, b) => compareTexts(a.time, b.time) || compareTexts(identityOf(a), identityOf(b)));
  if (updates.length <= MOST) return [...managers];
  let kept = [...managers];
  let count = updates.length;
  const first = new Map<string, Manager>();
  for (const manager of updates) {
    if (count <= MOST) break;
    const { apiVersion, time } = manager;
    const other = first.get(apiVersion);
    if (other === undefined) {
      first.set(apiVersion, manager);
      continue;
    }
    const bucket: Manager = {
      name: 'ancient-changes',
      operation: 'Update',
      subresource: '',
      apiVersion,
      time,
      paths: new Set(),
    };
    const held = kept.find((one) => sameManager(one, bucket)) ?? other;
    bucket.paths = manager.paths.union(held.paths);
    kept = [...kept.filter((one) => one !== held && one !== manager), bucket];
    count -= 1;
  }
  return kept;
}
