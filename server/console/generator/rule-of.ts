import type { GeneratorRequest } from '../../contract/console.ts';
import { compile, type Router } from '../../routing/match.ts';
import type { Snapshot } from '../../routing/snapshot.ts';

function routerOf(snapshot: Snapshot): Router | undefined {
  try {
    return compile(snapshot);
  } catch {
    return undefined;
  }
}

/** Id of the rule that takes the requests of a run, null for none. Templates stand as they are, so varied values may miss. */
export function ruleOf(snapshot: Snapshot, { listener, host, path, method, headers }: GeneratorRequest): string | null {
  const router = routerOf(snapshot);
  const found = snapshot.gateways.flatMap((gateway, index) =>
    gateway.ports
      .filter((port) => port.listeners.some(({ id }) => id === listener))
      .map(({ port }) => ({ index, port })),
  )[0];
  if (!found || !router) return null;
  const query = path.indexOf('?');
  const result = router.match(found.index, found.port, {
    method,
    host,
    path: query < 0 ? path : path.slice(0, query),
    search: query < 0 ? '' : path.slice(query),
    headerValues: (name) => headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value),
  });
  return result.type === 'rule' ? result.rule.id : null;
}
