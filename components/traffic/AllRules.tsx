'use client';

import { useMemo } from 'react';
import type { TrafficView } from '../live/traffic-store.ts';
import { Mark, type MarkState } from '../share/Marks.tsx';
import { Rails } from '../share/Rails.tsx';
import { ruleTotals, within } from './aggregate.ts';
import css from './AllRules.module.css';
import { ChartSection, type ChartSeries } from './ChartSection.tsx';
import { count, rate } from './format.ts';
import { judgeRule } from './judged.ts';
import { algorithmText } from './PolicyPanel.tsx';
import { windowText } from './RuleTraffic.tsx';
import type { RuleView } from './scope.ts';
import type { Metric } from './series.ts';
import { assignSlots } from './slots.ts';
import page from './TrafficPage.module.css';
import { writeUrl } from './url-state.ts';
import type { Window } from './window.ts';

interface Props {
  views: readonly RuleView[];
  /** What they belong to; absent: all rules. */
  title: string | undefined;
  window: Window;
  range: { from: number; to: number };
  traffic: TrafficView;
  metric: Metric;
  workers: number;
  onMetric: (metric: Metric) => void;
  onScope: (scope: string) => void;
  onWindow: (from: number, to: number) => void;
}

const MARKS: Record<string, MarkState> = { on: 'ok', off: 'warn', design: 'warn', early: 'pending', none: 'off' };

/** Several rules: what each got and whether its split is as due, and all of them over time. */
export function AllRules(props: Props) {
  const { views, title, window, range, traffic, workers } = props;
  const samples = within(traffic.samples, window.from, window.to);
  const totals = ruleTotals(samples);
  const seconds = (window.to - window.from) / 1000;
  const slots = useMemo(() => {
    const rows = views.map((view) => ({ scope: view.scope, slot: 0 }));
    assignSlots(rows);
    return new Map(rows.map((row) => [row.scope, row.slot]));
  }, [views]);
  const series: ChartSeries[] = views.map((view) => ({
    key: view.scope,
    label: `${view.title.namespace}/${view.title.name} ${view.title.rule}`,
    slot: slots.get(view.scope) ?? 0,
    counters: view.backends.flatMap((backend) => backend.endpoints.flatMap((endpoint) => endpoint.counters)),
  }));
  const rows = views.map((view) => {
    const taken = view.ids.reduce((sum, id) => sum + (totals.get(id)?.requests ?? 0), 0);
    const failed = view.ids.reduce((sum, id) => {
      const statuses = totals.get(id)?.statuses;
      return sum + (statuses?.[5] ?? 0) + (statuses?.[0] ?? 0);
    }, 0);
    return { view, taken, failed, judged: judgeRule(view, samples, workers) };
  });
  const all = rows.reduce((sum, row) => sum + row.taken, 0);
  if (views.length === 0) {
    return (
      <section className={page.section}>
        <h2>Nothing is routed yet</h2>
        <p className={page.meta}>The proxy serves no rule. Load the example on the overview, or write a route.</p>
      </section>
    );
  }
  return (
    <>
      <section className={page.section}>
        <header>
          <h2>{title === undefined ? 'All rules' : title}</h2>
          <span className={page.meta}>
            {windowText(window, seconds)}, {count(all)} requests{seconds > 0 && `, ${rate(all / seconds)} /s`}
          </span>
        </header>
        <div className={css.scroll}>
          <table className={css.table} data-testid="rules">
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Policy in force</th>
                <th scope="col" className={css.rails}>
                  Got above, due below
                </th>
                <th scope="col" className={css.num}>
                  Requests
                </th>
                <th scope="col" className={css.num}>
                  5xx
                </th>
                <th scope="col">Verdict</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ view, taken, failed, judged }) => (
                <tr key={view.scope}>
                  <th scope="row">
                    <a
                      href={writeUrl({
                        scope: view.scope,
                        level: 'endpoints',
                        range: 300,
                        window: 60,
                        end: undefined,
                        metric: 'requests',
                        generator: false,
                      })}
                      onClick={(event) => {
                        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                        event.preventDefault();
                        props.onScope(view.scope);
                      }}
                    >
                      {view.title.namespace}/{view.title.name}
                    </a>{' '}
                    <span className={page.meta}>{view.title.rule}</span>
                  </th>
                  <td>
                    {view.rule.action.type === 'forward' ? (
                      <>
                        {algorithmText(view.rule.action.group.loadBalancer)}
                        {view.rule.policy ? (
                          <span className={css.sub}>
                            {view.rule.policy.namespace}/{view.rule.policy.name}
                          </span>
                        ) : (
                          <span className={css.sub}>default</span>
                        )}
                      </>
                    ) : (
                      <span className={page.meta}>answers {view.rule.action.status}</span>
                    )}
                  </td>
                  <td className={css.rails}>
                    {judged && (
                      <Rails
                        segments={view.backends.flatMap((backend) =>
                          backend.endpoints.map((endpoint) => ({
                            name: endpoint.endpoint,
                            got: judged.endpoint(endpoint)?.requests ?? 0,
                            expected: judged.endpoint(endpoint)?.expected ?? 0,
                            slot: endpoint.slot,
                          })),
                        )}
                      />
                    )}
                  </td>
                  <td className={css.num}>{count(taken)}</td>
                  <td className={css.num}>{taken === 0 ? '\u2013' : count(failed)}</td>
                  <td>
                    <span className={css.verdict}>
                      <Mark state={MARKS[judged?.verdict.verdict ?? 'off'] ?? 'off'} />
                      {judged ? WORDS[judged.verdict.verdict] : 'No backend'}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <ChartSection
        series={series}
        traffic={traffic}
        range={range}
        window={window}
        metric={props.metric}
        onMetric={props.onMetric}
        onWindow={props.onWindow}
      />
    </>
  );
}

const WORDS: Record<string, string> = {
  on: 'On share',
  off: 'Off share',
  design: 'By design',
  early: 'Too early',
  none: 'No traffic',
};
