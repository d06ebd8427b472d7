'use client';

import { Button } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import type { TrafficView } from '../live/traffic-store.ts';
import { ruleBalances } from '../tables/balance.ts';
import { DataTable } from '../tables/DataTable.tsx';
import { segmentsOf, useFilter, type FilterOf } from '../tables/filter.ts';
import { FilterBar, NothingFound } from '../tables/FilterBar.tsx';
import { ruleColumns, ruleRowId, type RuleRow } from '../tables/rule-columns.tsx';
import { verdictWords } from '../tables/VerdictText.tsx';
import { countedSeconds, within } from './aggregate.ts';
import { busiest } from './busiest.ts';
import { ChartSection } from './ChartSection.tsx';
import { clock, count } from './format.ts';
import { rateText, windowText } from './RuleTraffic.tsx';
import type { RuleView } from './scope.ts';
import type { TimeMark } from './run-marks.ts';
import type { Metric } from './series.ts';
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
  /** The figures are old. */
  stale: boolean;
  marks: readonly TimeMark[];
  metric: Metric;
  workers: number;
  only: number;
  onOnly: (only: number) => void;
  onMetric: (metric: Metric) => void;
  onWindow: (from: number, to: number) => void;
}

/** Fewer rules than this need no filter. */
const FILTERED = 12;

/** Several rules: what each got and whether its split is as due, and the busiest of them over time. */
export function AllRules(props: Props) {
  const { views, title, window, range, traffic, stale, workers } = props;
  const { samples } = traffic;
  const { from, to } = window;
  const rows = useMemo(
    () =>
      ruleBalances(views, within(samples, from, to), workers).map((balance): RuleRow => ({
        balance,
        flow: balance.flow,
      })),
    [views, samples, from, to, workers],
  );
  const series = useMemo(
    () => busiest(views, within(samples, range.from, range.to)),
    [views, samples, range.from, range.to],
  );
  const seconds = Math.round((to - from) / 1000);
  const columns = useMemo(
    () =>
      ruleColumns({
        stale,
        span: seconds <= 90 ? `${Math.max(1, seconds)} s` : clock(seconds),
        href: scopeHref,
        narrow: true,
      }),
    [stale, seconds],
  );
  const shown = useFilter(rows, FILTER);
  const all = rows.reduce((sum, row) => sum + row.flow.requests, 0);
  if (views.length === 0) {
    return (
      <section className={page.section}>
        <h2>Nothing is routed yet</h2>
        <p className={page.meta}>The proxy serves no rule, so that there is nothing to look at.</p>
        <div className={page.ways}>
          <Button component={Link} href="/">
            See the examples
          </Button>
          <Button component={Link} href="/routes/new" variant="default">
            New route
          </Button>
        </div>
      </section>
    );
  }
  return (
    <>
      <section className={page.section} data-testid="rules">
        <header>
          <h2>{title === undefined ? 'All rules' : title}</h2>
          <span className={page.meta}>
            {windowText(window, seconds)}, {count(all)} requests
            {rateText(all, seconds, countedSeconds(within(samples, from, to)))}
          </span>
        </header>
        {views.length > FILTERED && (
          <div className={page.filters}>
            <FilterBar
              placeholder="Route, backend, endpoint, policy"
              total={rows.length}
              segments={segmentsOf(rows, FILTER)}
            />
          </div>
        )}
        {shown.length === 0 ? (
          <NothingFound noun="rule" total={rows.length} />
        ) : (
          <DataTable
            label="Rules"
            rows={shown}
            columns={columns}
            idOf={ruleRowId}
            defaultSort={{ column: 'requests', direction: 'desc' }}
            dense
            {...(views.length > FILTERED ? { shown: `${shown.length} of ${rows.length}` } : {})}
          />
        )}
      </section>
      <ChartSection
        series={series}
        traffic={traffic}
        marks={props.marks}
        range={range}
        window={window}
        metric={props.metric}
        onMetric={props.onMetric}
        only={props.only}
        onOnly={props.onOnly}
        onWindow={props.onWindow}
        legend
      />
    </>
  );
}

function scopeHref(row: RuleRow): string {
  return writeUrl({
    scope: row.balance.view.scope,
    level: 'endpoints',
    range: 300,
    window: 60,
    end: undefined,
    edge: undefined,
    only: 0,
    workers: false,
    metric: 'requests',
    generator: false,
  });
}

const FILTER: FilterOf<RuleRow> = {
  namespace: ({ balance }) => balance.view.title.namespace,
  level: ({ balance }) => {
    const { state } = verdictWords(balance);
    return state === 'bad' || state === 'warn' ? state : 'ok';
  },
  states: { idle: { label: 'No traffic', is: ({ flow }) => flow.requests === 0 } },
  text: ({ balance: { view } }) =>
    [
      `${view.title.namespace}/${view.title.name}`,
      view.title.rule,
      ...view.backends.flatMap(({ ref, endpoints }) => [ref.name, ...endpoints.map(({ endpoint }) => endpoint)]),
      ...(view.rule.policy ? [`${view.rule.policy.namespace}/${view.rule.policy.name}`] : []),
    ].join(' '),
};
