import { afterRemoval, type Heir } from '../../server/routing/after-removal.ts';
import type { Snapshot } from '../../server/routing/snapshot.ts';
import { winnerText } from '../routes/never-wins.ts';

/**
 * What becomes of the requests of a route, a sentence for each rule that takes some.
 * @param gone `KIND/NAMESPACE/NAME` of all routes that are deleted together: none of them takes what another one had
 */
export function routeSentences(route: string, gone: ReadonlySet<string>, snapshot: Snapshot): string[] {
  const heirs = afterRemoval(snapshot, gone).filter(({ rule }) => rule.startsWith(`${route}/`));
  if (heirs.length === 0) return ['No request reaches it now, so that nothing changes for anyone.'];
  const groups = Map.groupBy(heirs, ({ by, alone }) => (by ? winnerText(by).text : alone ? 'alone' : 'none'));
  return [...groups].map(([taker, list]) => {
    const hosts = hostsText(list);
    if (taker === 'alone') return `Requests for ${hosts} will be answered 404: no other route has the host.`;
    if (taker === 'none') return `Requests for ${hosts} that only this takes will be answered 404.`;
    return `Requests for ${hosts} will go to ${taker}${heirs.length > list.length ? ', as far as it matches them' : ''}.`;
  });
}

function hostsText(heirs: readonly Heir[]): string {
  const [first = '', ...more] = new Set(heirs.map(({ hostname }) => hostname));
  const text = first === '*' ? 'every host' : first;
  return more.length === 0 ? text : `${text} and ${more.length} more ${more.length === 1 ? 'host' : 'hosts'}`;
}
