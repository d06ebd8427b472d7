import { Link } from '../ui/Link.tsx';
import { pageOf } from '../live/kinds.ts';
import { algorithmText } from '../traffic/algorithm.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import css from './detail.module.css';
import type { Level } from './policy-levels.ts';

/** Which policy is in force for a rule: the levels from narrow to broad, filled where a policy sits. */
export function PolicyTrack({ rule, levels }: { rule: SnapshotRule | undefined; levels: readonly Level[] }) {
  const any = rule?.policy !== undefined;
  return (
    <ol className={css.track}>
      {levels.map(({ level, policies }) => (
        <li key={level} data-empty={policies.length === 0 || undefined}>
          <span className={css.meta}>{level}</span>
          <span>
            {policies.length === 0 && <span className={css.meta}>none</span>}
            {policies.map(({ namespace, name, state }) => (
              <span key={`${namespace}/${name}`} className={css.trackItem} data-state={state}>
                <Link href={pageOf({ kind: 'BackendTrafficPolicy', namespace, name })}>{name}</Link>
                <span className={css.meta}>{state}</span>
              </span>
            ))}
          </span>
        </li>
      ))}
      <li data-empty={any || undefined}>
        <span className={css.meta}>Default</span>
        <span className={css.trackItem} data-state={any ? 'overridden' : 'in force'}>
          <span>LeastRequest</span>
          {!any && <span className={css.meta}>in force</span>}
        </span>
      </li>
    </ol>
  );
}

/** The algorithm of a rule as every page names it: `LeastRequest (default)` without a policy that says more. */
export function algorithmOf(rule: SnapshotRule): string {
  if (rule.action.type !== 'forward') return '\u2013';
  return rule.policy ? algorithmText(rule.action.group.loadBalancer) : 'LeastRequest (default)';
}
