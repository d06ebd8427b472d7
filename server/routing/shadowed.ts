import { prefixBase } from './conditions.ts';
import { matchCovers } from './coverage.ts';
import { coversAll } from './host.ts';
import type { Candidate, RequestMatch, Snapshot, SnapshotListener, VirtualHost } from './snapshot.ts';

/** What takes all requests of a match before it: a match of another rule, or a listener that has the host for itself. */
export type Winner =
  | {
      /** `KIND/NAMESPACE/NAME/INDEX`. */
      rule: string;
      /** Name of that rule, where it has one. */
      name?: string;
      matchIndex: number;
    }
  | {
      /** `NAMESPACE/GATEWAY/LISTENER`. */
      listener: string;
    };

/** A match that never gets a request, whatever the listener and the host. */
interface ShadowedMatch {
  matchIndex: number;
  by: Winner;
}

/** A rule some of whose matches never get a request. */
export interface ShadowedRule {
  /** Its name, where it has one. */
  name?: string;
  /** True for all of its matches: the rule never wins. */
  never: boolean;
  matches: ShadowedMatch[];
}

/** `KIND/NAMESPACE/NAME/INDEX` of a rule id, which may name a listener behind that. */
export function ruleOfId(id: string): string {
  const at = id.indexOf('@');
  return at < 0 ? id : id.slice(0, at);
}

/**
 * Rules and matches that never win, by `KIND/NAMESPACE/NAME/INDEX`. A match is dead on a listener and a host when one that comes earlier there
 * takes all that it takes, or when a narrower listener of the port has the host. What is dead is certain; dead matches that are covered by
 * several others together, or in a way that `matchCovers` does not see, are not found. What it costs: bench/never-wins.ts.
 */
export function shadowedRules(snapshot: Snapshot): Record<string, ShadowedRule> {
  const seen = new Map<string, Map<number, Winner | null>>();
  const names = new Map<string, string | undefined>();
  const note = ({ ruleId, matchIndex }: Candidate, by: Winner | null): void => {
    const rule = ruleOfId(ruleId);
    let matches = seen.get(rule);
    if (!matches) {
      seen.set(rule, (matches = new Map<number, Winner | null>()));
      names.set(rule, snapshot.rules[ruleId]?.name);
    }
    // alive anywhere is alive
    if (by === null || matches.get(matchIndex) === undefined) matches.set(matchIndex, by);
  };
  for (const { ports } of snapshot.gateways)
    for (const { listeners } of ports)
      for (const listener of listeners)
        for (const host of listener.virtualHosts) {
          const other = takenBy(listener, host, listeners);
          const earlier = other === undefined ? coveredBy(host) : [];
          host.candidates.forEach((candidate, rank) => {
            const winner = host.candidates[earlier[rank] ?? -1];
            if (other !== undefined) note(candidate, { listener: other.id });
            else note(candidate, winner === undefined ? null : winnerOf(winner, snapshot));
          });
        }
  const found: Record<string, ShadowedRule> = {};
  for (const [rule, matches] of seen) {
    const dead = [...matches].flatMap(([matchIndex, by]): ShadowedMatch[] => (by === null ? [] : [{ matchIndex, by }]));
    const name = names.get(rule);
    if (dead.length > 0)
      found[rule] = { ...(name === undefined ? {} : { name }), never: dead.length === matches.size, matches: dead };
  }
  return found;
}

/** A candidate as the one that wins. */
export function winnerOf({ ruleId, matchIndex }: Candidate, snapshot: Snapshot): Extract<Winner, { rule: string }> {
  const name = snapshot.rules[ruleId]?.name;
  return { rule: ruleOfId(ruleId), ...(name === undefined ? {} : { name }), matchIndex };
}

/** Another listener of the port that is narrower and has all names of the host. Nothing falls through to a broader one. */
function takenBy(
  listener: SnapshotListener,
  { hostname }: VirtualHost,
  listeners: readonly SnapshotListener[],
): SnapshotListener | undefined {
  if (hostname === '*') return undefined;
  const own = listener.hostname ?? '*';
  return listeners.find((other) => {
    const name = other.hostname ?? '*';
    if (other === listener || name === own || name === '*') return false;
    // narrower: the listener's own hostname covers the other's, which covers the host's
    return coversAll(own, name) && coversAll(name, hostname);
  });
}

/** Answers by virtual host: one that did not change is the same object in the next snapshot. */
const answers = new WeakMap<VirtualHost, (number | undefined)[]>();

/** For each candidate of a virtual host the place of the first one that takes all that it takes, undefined where none does. */
function coveredBy(host: VirtualHost): readonly (number | undefined)[] {
  let answer = answers.get(host);
  if (!answer) answers.set(host, (answer = findCovered(host.candidates)));
  return answer;
}

/** Only what may cover a match is compared with it: the same exact path, prefixes of the path, and expressions, all by what else they ask for. */
function findCovered(candidates: readonly Candidate[]): (number | undefined)[] {
  const exact = new Map<string, number[]>();
  const prefixes = new Map<string, number[]>();
  const expressions = new Map<string, number[]>();
  return candidates.map(({ match }, rank) => {
    const { type, value } = match.path;
    let first: number | undefined;
    const look = (ranks: readonly number[] | undefined): void => {
      for (const other of ranks ?? []) {
        if (first !== undefined && other >= first) return;
        const broad = candidates[other];
        if (broad && matchCovers(broad.match, match)) first = other;
      }
    };
    for (const asked of asksOf(match)) {
      if (type === 'Exact') look(exact.get(`${value}\n${asked}`));
      if (type === 'RegularExpression') for (const ranks of prefixes.values()) look(ranks);
      else
        for (const base of basesOf(type === 'Exact' ? value : prefixBase(value)))
          look(prefixes.get(`${base}\n${asked}`));
      look(expressions.get(asked));
    }
    const own = asksOf(match)[1] ?? '';
    const [index, key] =
      type === 'RegularExpression'
        ? ([expressions, own] as const)
        : type === 'Exact'
          ? ([exact, `${value}\n${own}`] as const)
          : ([prefixes, `${prefixBase(value)}\n${own}`] as const);
    const ranks = index.get(key);
    if (ranks) ranks.push(rank);
    else index.set(key, [rank]);
    return first;
  });
}

/** What a match asks for word by word, behind '' for nothing. A match that asks for something covers only those that ask for it too. */
function asksOf({ headers, queryParams }: RequestMatch): string[] {
  const exact = (kind: string, tests: RequestMatch['headers']): string[] =>
    tests.flatMap(({ type, name, value }) => (type === 'Exact' ? [`${kind} ${name} ${value}`] : []));
  return ['', ...exact('header', headers), ...exact('query', queryParams)];
}

/** `/a/b` gives '', `/a` and `/a/b`. */
function basesOf(path: string): string[] {
  const bases = [''];
  for (let slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', slash + 1))
    bases.push(path.slice(0, slash));
  bases.push(path);
  return bases;
}
