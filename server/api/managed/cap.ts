import type { Manager } from './entries.ts';

/** Updates that are told apart; the oldest of more become one. Source: fieldmanager DefaultMaxUpdateManagers. */
const MOST_UPDATES = 10;
const OLDEST = 'ancient-changes';

/** Joins the oldest updates of each version, so that no more than MOST_UPDATES remain. Source: fieldmanager capManagersManager. */
export function capUpdates(managers: Manager[]): Manager[] {
  const isUpdate = ({ operation, paths }: Manager): boolean => operation === 'Update' && paths.size > 0;
  let result = managers;
  const first = new Map<string, Manager>();
  for (const one of managers.filter(isUpdate).sort(byAge)) {
    if (result.filter(isUpdate).length <= MOST_UPDATES) break;
    const { apiVersion } = one;
    const earlier = first.get(apiVersion);
    if (earlier === undefined) first.set(apiVersion, one);
    else {
      const joined = { ...one, name: OLDEST, subresource: '', paths: one.paths.union(earlier.paths) };
      result = [...result.filter((each) => each !== one && each !== earlier), joined];
      first.set(apiVersion, joined);
    }
  }
  return result;
}

function byAge(a: Manager, b: Manager): number {
  const [left, right] = [`${a.time} ${a.name}`, `${b.time} ${b.name}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
