import { Rails } from '../share/Rails.tsx';
import { railSegments } from '../tables/balance.ts';
import peek from '../tables/peek.module.css';
import { perSecond } from '../tables/listener-traffic.ts';
import { PolicyInForce } from '../tables/PolicyInForce.tsx';
import { VerdictText } from '../tables/VerdictText.tsx';
import { Rate } from '../ui/text.tsx';
import type { RouteRow } from './route-columns.tsx';

/** The rules of a route in the drawer of the list: who gets what, by which policy, and whether that is as it should be. */
export function RoutePeek({ row, stale }: { row: RouteRow; stale: boolean }) {
  if (row.rules.length === 0) return <p className={peek.part}>No listener serves this route.</p>;
  return (
    <section className={peek.part} aria-label="Rules">
      <h3>Rules</h3>
      {row.rules.map((balance) => (
        <div key={balance.view.scope} className={peek.rule}>
          <div className={peek.line}>
            <b>{balance.view.title.rule}</b>
            <PolicyInForce rules={[balance]} inline />
            <span className={peek.end}>
              <Rate value={perSecond(balance.flow)} />
            </span>
          </div>
          <Rails segments={railSegments([balance])} stale={stale} />
          <VerdictText balance={balance} stale={stale} />
        </div>
      ))}
    </section>
  );
}
