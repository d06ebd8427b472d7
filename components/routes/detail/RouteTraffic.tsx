'use client';

import { Link } from '../../ui/Link.tsx';
import { useMemo } from 'react';
import { recentOf, WINDOW_SECONDS } from '../../detail/recent.ts';
import { ShareTable } from '../../detail/ShareTable.tsx';
import { VerdictLine } from '../../detail/VerdictLine.tsx';
import { useTraffic } from '../../live/LiveProvider.tsx';
import { useConsoleState } from '../../live/queries.ts';
import { StaleNote } from '../../tables/StaleNote.tsx';
import { judgeRule } from '../../traffic/judged.ts';
import { Section } from '../../ui/PageHeader.tsx';
import ui from '../../ui/ui.module.css';
import css from './route.module.css';
import { trafficHref } from './RuleCard.tsx';
import type { RouteNow } from './use-route.ts';

/** Every endpoint of every rule over the last minute; series and older times are on the Traffic page. */
export function RouteTraffic({ route }: { route: RouteNow }) {
  const workers = useConsoleState().data?.proxy.workers ?? 1;
  const traffic = useTraffic(WINDOW_SECONDS + 5);
  const recent = useMemo(() => recentOf(traffic), [traffic]);
  const judged = useMemo(
    () => route.rules.map((rule) => rule.view && judgeRule(rule.view, recent.samples, workers)),
    [route.rules, recent, workers],
  );
  return (
    <>
      {route.rules.map((rule, i) => {
        const own = judged[i];
        const href = trafficHref(`${route.scope}/${rule.index}`);
        return (
          <Section
            key={rule.index}
            title={rule.label}
            note="last 60 s"
            action={
              <Link href={href} aria-label={`Series and the past of rule ${rule.label}`}>
                Series and the past
              </Link>
            }
            last={i === route.rules.length - 1}
          >
            {i === 0 && <StaleNote stale={traffic.stale} lastAt={traffic.lastAt} />}
            {own ? (
              <div className={css.opened}>
                <VerdictLine verdict={own.verdict} stale={traffic.stale} />
                <ShareTable judged={own} stale={traffic.stale} more={href} />
              </div>
            ) : (
              <p className={ui.metaLine}>The rule sends nothing to endpoints.</p>
            )}
          </Section>
        );
      })}
    </>
  );
}
