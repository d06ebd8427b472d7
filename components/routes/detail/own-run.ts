import type { GeneratorRun } from '../../../server/contract/console.ts';
import { compile, type Router } from '../../../server/routing/match.ts';
import type { Snapshot } from '../../../server/routing/snapshot.ts';

/** A router over what is served, undefined when it cannot be built. */
export function routerOf(snapshot: Snapshot): Router | undefined {
  try {
    return compile(snapshot);
  } catch {
    return undefined;
  }
}

/** Id of the rule that takes the requests of a generator run, undefined for none. Templates stand as they are, so varied values may miss. */
export function ruleOfRun(router: Router, run: GeneratorRun): string | undefined {
  const { listener, host, path, method, headers } = run.request;
  const found = router.snapshot.gateways.flatMap((gateway, index) =>
    gateway.ports
      .filter((port) => port.listeners.some(({ id }) => id === listener))
      .map(({ port }) => ({ index, port })),
  )[0];
  if (!found) return undefined;
  const query = path.indexOf('?');
  const result = router.match(found.index, found.port, {
    method,
    host,
    path: query < 0 ? path : path.slice(0, query),
    search: query < 0 ? '' : path.slice(query),
    headerValues: (name) => headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value),
  });
  return result.type === 'rule' ? result.rule.id : undefined;
}
