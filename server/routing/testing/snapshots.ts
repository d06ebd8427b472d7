import type { RoutableRequest } from '../request.ts';
import type { Candidate, RequestMatch, Snapshot, SnapshotListener } from '../snapshot.ts';

export const PORT = 80;

/** A match of everything but for what is given. */
export function matchOf(parts: Partial<RequestMatch> = {}): RequestMatch {
  return { path: { type: 'PathPrefix', value: '/' }, headers: [], queryParams: [], ...parts };
}

/** A request, `GET / HTTP/1.1` to example.com but for what is given. Header names in lower case. */
export function requestOf(
  parts: Partial<Omit<RoutableRequest, 'headerValues'>> & { headers?: Record<string, string | string[]> } = {},
): RoutableRequest {
  const { headers = {}, ...rest } = parts;
  return {
    method: 'GET',
    host: 'example.com',
    path: '/',
    search: '',
    headerValues: (name) => [headers[name] ?? []].flat(),
    ...rest,
  };
}

/** What one virtual host of a listener holds: its matches in order; the rule of each is `LISTENER/HOST/PLACE`. */
export interface HostSpec {
  listener?: string;
  host?: string;
  matches: RequestMatch[];
}

/** A snapshot of one gateway with one port. Listeners are named by their hostname, `*` for the one without. */
export function snapshotOf(hosts: readonly HostSpec[]): Snapshot {
  const rules: Snapshot['rules'] = {};
  const listeners = new Map<string, SnapshotListener>();
  for (const { listener: name = '*', host = '*', matches } of hosts) {
    let listener = listeners.get(name);
    if (!listener) {
      listener = { id: `default/eg/${name}`, name, ...(name === '*' ? {} : { hostname: name }), virtualHosts: [] };
      listeners.set(name, listener);
    }
    const candidates = matches.map((match, place): Candidate => {
      const ruleId = `${name}/${host}/${place}`;
      rules[ruleId] = {
        id: ruleId,
        route: { kind: 'HTTPRoute', namespace: 'default', name: 'web' },
        index: place,
        action: { type: 'respond', status: 500, reason: 'test' },
      };
      return { ruleId, matchIndex: 0, match };
    });
    listener.virtualHosts.push({ hostname: host, candidates });
  }
  const gateway = {
    namespace: 'default',
    name: 'eg',
    address: '127.77.0.1',
    mirrorLoopback: true,
    ports: [{ port: PORT, protocol: 'HTTP' as const, listeners: [...listeners.values()] }],
  };
  return { revision: 1, gateways: [gateway], rules };
}
