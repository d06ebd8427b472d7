'use client';

import { algorithmOf } from '../detail/PolicyTrack.tsx';
import { Button } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import { useState } from 'react';
import type { GeneratorRun } from '../../server/contract/console.ts';
import { useSteadyScale } from '../share/use-steady-scale.ts';
import { pageOf } from '../live/kinds.ts';
import type { TrafficView } from '../live/traffic-store.ts';
import { countedSeconds, within } from './aggregate.ts';
import { ChartSection, type ChartSeries } from './ChartSection.tsx';
import { ExpectedNote } from './ExpectedNote.tsx';
import { clock, count, rate } from './format.ts';
import { judgeRule, type JudgedView } from './judged.ts';
import type { RuleView } from './scope.ts';
import type { TimeMark } from './run-marks.ts';
import type { Metric } from './series.ts';
import { ShareTable } from './ShareTable.tsx';
import css from './TrafficPage.module.css';
import { sumRow, twinRows } from './twin-rows.ts';
import { Twin } from './Twin.tsx';
import { useOutOfRotation } from './use-out-of-rotation.ts';
import { VerdictSaid } from '../detail/VerdictSaid.tsx';
import { VerdictBox } from './VerdictBox.tsx';
import { Why } from './Why.tsx';
import type { Window } from './window.ts';
import { WorkerSplit } from './WorkerSplit.tsx';

interface Props {
  view: RuleView;
  level: 'backends' | 'endpoints';
  window: Window;
  range: { from: number; to: number };
  traffic: TrafficView;
  /** The figures are old. */
  stale: boolean;
  marks: readonly TimeMark[];
  metric: Metric;
  workers: number;
  run: GeneratorRun | null;
  /** Whether what each worker sent is shown. */
  split: boolean;
  onSplit: (split: boolean) => void;
  only: number;
  onOnly: (only: number) => void;
  onMetric: (metric: Metric) => void;
  onWindow: (from: number, to: number) => void;
  /** Takes the window of the generator's run; absent without one. */
  onRun: (() => void) | undefined;
  onSend: () => void;
}

/** One rule: verdict, share bars, series, and the same as a table. */
export function RuleTraffic(props: Props) {
  const { view, level, window, range, traffic, stale, workers } = props;
  const out = useOutOfRotation(view);
  const [explained, setExplained] = useState(false);
  const seen = within(traffic.samples, window.from, window.to);
  const judged = judgeRule(view, seen, workers);
  const scale = useSteadyScale(drawnOf(judged));
  if (!judged) return <OwnAnswer view={view} traffic={traffic} window={window} />;
  const { measured, verdict } = judged;
  const series = seriesOf(view, level);
  const alone = series[props.only - 1]?.key;
  const seconds = (window.to - window.from) / 1000;
  const { action } = view.rule;
  const looked = backendHref(view, judged);
  return (
    <>
      <VerdictSaid name={`${view.title.namespace}/${view.title.name}`} verdict={stale ? undefined : verdict} />
      <section className={css.section}>
        <VerdictBox verdict={verdict} stale={stale}>
          {judged.verdict.verdict === 'none' && (
            <Button variant="default" size="compact-sm" onClick={props.onSend}>
              Send traffic
            </Button>
          )}
          {looked && (
            <Button component={Link} variant="default" size="compact-sm" href={looked}>
              Look at the endpoint
            </Button>
          )}
          {view.rule.policy && (
            <Button
              component={Link}
              variant="default"
              size="compact-sm"
              href={`/policies/backendtrafficpolicy/${view.rule.policy.namespace}/${view.rule.policy.name}`}
            >
              {view.rule.policy.namespace}/{view.rule.policy.name}
            </Button>
          )}
          {(judged.verdict.verdict === 'off' || judged.verdict.verdict === 'design') && (
            <Way judged={judged} workers={workers} props={props} />
          )}
          {props.onRun && (
            <Button variant="default" size="compact-sm" onClick={props.onRun}>
              Only the generator's run
            </Button>
          )}
        </VerdictBox>
      </section>
      <section className={css.section}>
        <header>
          <h2>{level === 'endpoints' ? 'Share per endpoint' : 'Share per backend'}</h2>
          <span className={css.meta} data-testid="window">
            {windowText(window, seconds)}, {count(measured.sent)} requests
            {rateText(measured.sent, seconds, countedSeconds(seen))}
          </span>
          <span className={css.spring} />
          {action.type === 'forward' && <span className={css.line}>{algorithmOf(view.rule)}</span>}
          {workers > 1 && (
            <button
              type="button"
              className={css.textButton}
              aria-expanded={props.split}
              onClick={() => props.onSplit(!props.split)}
            >
              Worker by worker
            </button>
          )}
          <button
            type="button"
            className={css.textButton}
            aria-expanded={explained}
            aria-controls="expected"
            onClick={() => setExplained(!explained)}
          >
            How expected is computed
          </button>
        </header>
        {explained && action.type === 'forward' && (
          <ExpectedNote
            id="expected"
            group={action.group}
            shares={judged.rows.localities.map((row) => row.expected)}
            workers={workers}
          />
        )}
        <ShareTable
          view={view}
          judged={judged}
          level={level}
          scale={scale}
          workers={workers}
          out={out}
          only={alone}
          onOnly={(key) => props.onOnly(key === undefined ? 0 : series.findIndex((one) => one.key === key) + 1)}
        />
        {alone !== undefined && <Why view={view} judged={judged} only={alone} />}
        <OwnAnswers judged={judged} />
      </section>
      {props.split && workers > 1 && <WorkerSplit view={view} seconds={splitSeconds(seconds)} />}
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
      />
      <section className={css.section}>
        <header>
          <h2>The same as a table</h2>
          <span className={css.meta}>{windowText(window, seconds)}</span>
        </header>
        <Twin
          head={level === 'endpoints' ? 'Endpoint' : 'Backend'}
          rows={twinRows(view, judged, level, out)}
          sum={sumRow(view, judged, level)}
        />
      </section>
    </>
  );
}

/** What shows the cause: the latency of slow endpoints, else what each worker did. */
function Way({ judged, workers, props }: { judged: JudgedView; workers: number; props: Props }) {
  const { endpoint } = judged.verdict;
  const cause = endpoint === undefined ? undefined : judged.rows.endpoints[endpoint]?.cause;
  if (cause === 'slow' || cause === 'fast')
    return (
      <Button variant="default" size="compact-sm" onClick={() => props.onMetric('p95')}>
        Latency over time
      </Button>
    );
  if (workers < 2) return null;
  return (
    <Button variant="default" size="compact-sm" onClick={() => props.onSplit(true)}>
      Worker by worker
    </Button>
  );
}

/** Seconds that the split is asked for: what workers did is kept for 15 minutes, in steps. */
function splitSeconds(seconds: number): number {
  return Math.min(900, Math.max(10, Math.round(seconds / 10) * 10));
}

/** Page of the backend whose endpoint the verdict is about. */
function backendHref(view: RuleView, { verdict }: JudgedView): string | null {
  if (verdict.endpoint === undefined || verdict.verdict === 'on') return null;
  let at = verdict.endpoint;
  for (const { ref, endpoints } of view.backends) {
    if (at < endpoints.length)
      return `${pageOf({ kind: ref.kind, namespace: ref.namespace, name: ref.name })}?rule=${view.scope}`;
    at -= endpoints.length;
  }
  return null;
}

/** How the window is named: its length, and why it is shorter than asked for. */
export function windowText(window: Window, seconds: number): string {
  const length = seconds <= 90 ? `last ${Math.max(1, Math.round(seconds))} s` : `last ${clock(seconds)}`;
  return window.cut === 'revision' ? `${length}, since the last change` : length;
}

/** Shortest time without figures that is worth a word, in seconds. */
const GAP_S = 3;

/** `, 24.8 /s`: of the seconds that figures came for, and how many of `seconds` they did not. */
export function rateText(requests: number, seconds: number, counted: number): string {
  if (counted <= 0) return '';
  const missing = Math.round(seconds - counted);
  return `, ${rate(requests / counted)} /s${missing >= GAP_S ? `, no figures for ${missing} s` : ''}`;
}

function seriesOf(view: RuleView, level: Props['level']): ChartSeries[] {
  if (level === 'backends')
    return view.backends.map((backend) => ({
      key: backend.key,
      label: backend.ref.name,
      slot: backend.slot,
      counters: backend.endpoints.flatMap((endpoint) => endpoint.counters),
    }));
  return view.backends.flatMap((backend) =>
    backend.endpoints.map((endpoint) => ({
      key: endpoint.key,
      label: endpoint.endpoint,
      slot: endpoint.slot,
      counters: endpoint.counters,
    })),
  );
}

/** What the bars have to hold. */
function drawnOf(judged: JudgedView | undefined): (number | null | undefined)[] {
  return (judged?.rows.endpoints ?? []).flatMap((row) => [
    row.observed,
    row.expected,
    row.expected === 0 ? null : row.band?.[1],
  ]);
}

/** What the proxy answered itself: it never reached an endpoint, so no bar counts it. */
function OwnAnswers({ judged }: { judged: JudgedView }) {
  const { own, requests } = judged.measured;
  if (own.length === 0) return null;
  const total = own.reduce((sum, answer) => sum + answer.count, 0);
  return (
    <p className={css.meta}>
      {count(total)} of {count(requests)} requests were answered by the proxy itself:{' '}
      {own.map((answer) => `${count(answer.count)} with ${answer.status} (${answer.reason})`).join(', ')}. The shares
      above are of what was sent on.
    </p>
  );
}

function OwnAnswer({ view, traffic, window }: { view: RuleView; traffic: TrafficView; window: Window }) {
  const { action } = view.rule;
  if (action.type !== 'respond') return null;
  let requests = 0;
  for (const sample of within(traffic.samples, window.from, window.to))
    for (const row of sample.rules) if (view.ids.includes(row.ruleId)) requests += row.requests;
  return (
    <section className={css.section}>
      <VerdictBox
        verdict={{
          verdict: 'off',
          title: `The proxy answers ${action.status} to every request of this rule.`,
          evidence: `${action.reason}. ${count(requests)} requests in this window; none reached a backend.`,
        }}
      />
    </section>
  );
}
