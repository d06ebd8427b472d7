import { matchCovers } from './coverage.ts';
import { coversAll } from './host.ts';
import { compareHostnames } from './precedence.ts';
import { ruleOfId, winnerOf, type Winner } from './shadowed.ts';
import type { Candidate, Snapshot, VirtualHost } from './snapshot.ts';

/** What becomes of the requests of one match once its route is gone. */
export interface Heir {
  /** `KIND/NAMESPACE/NAME/INDEX` of the rule that had them. */
  rule: string;
  matchIndex: number;
  /** Virtual host on which they came. */
  hostname: string;
  /** The rule that takes them all, as far as a narrower one does not; null: none is known to, so they are answered 404 where nothing else matches. */
  by: Extract<Winner, { rule: string }> | null;
  /** True where no other rule has the host, so that 404 is certain. */
  alone: boolean;
}

/**
 * Where the requests of routes go once these are gone. Matches that never won are left out.
 * @param routes `KIND/NAMESPACE/NAME` of each
 */
export function afterRemoval(snapshot: Snapshot, routes: ReadonlySet<string>): Heir[] {
  const isGone = ({ ruleId }: Candidate): boolean => routes.has(routeOf(ruleId));
  const heirs: Heir[] = [];
  for (const { ports } of snapshot.gateways)
    for (const { listeners } of ports)
      for (const { virtualHosts } of listeners) {
        if (!virtualHosts.some(({ candidates }) => candidates.some(isGone))) continue;
        const left = virtualHosts
          .map(({ hostname, candidates }): VirtualHost => ({
            hostname,
            candidates: candidates.filter((candidate) => !isGone(candidate)),
          }))
          .filter(({ candidates }) => candidates.length > 0)
          .sort((a, b) => compareHostnames(a.hostname, b.hostname));
        for (const { hostname, candidates } of virtualHosts) {
          // nothing falls through: the host itself, or else the narrowest of those that have all of its names
          const next = left.find((host) => coversAll(host.hostname, hostname));
          candidates.forEach((candidate, rank) => {
            if (!isGone(candidate) || isCovered(candidate, candidates.slice(0, rank))) return;
            const taker = next?.candidates.find(({ match }) => matchCovers(match, candidate.match));
            heirs.push({
              rule: ruleOfId(candidate.ruleId),
              matchIndex: candidate.matchIndex,
              hostname,
              by: taker === undefined ? null : winnerOf(taker, snapshot),
              alone: next === undefined,
            });
          });
        }
      }
  return heirs;
}

function routeOf(ruleId: string): string {
  const rule = ruleOfId(ruleId);
  return rule.slice(0, rule.lastIndexOf('/'));
}

function isCovered({ match }: Candidate, earlier: readonly Candidate[]): boolean {
  return earlier.some((other) => matchCovers(other.match, match));
}
