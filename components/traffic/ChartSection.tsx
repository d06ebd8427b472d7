'use client';

import { SegmentedControl } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { TrafficView } from '../live/traffic-store.ts';
import { Swatch } from '../share/Swatch.tsx';
import { duration, percent, rate } from './format.ts';
import type { TimeMark } from './run-marks.ts';
import { isPercentile, seriesOver, stepSeconds, type Metric } from './series.ts';
import { TimeChart } from './TimeChart.tsx';
import css from './TrafficPage.module.css';
import type { Window } from './window.ts';

/** A line or area of the chart and the counters that add up to it. */
export interface ChartSeries {
  key: string;
  label: string;
  slot: number;
  counters: readonly string[];
}

interface Props {
  series: readonly ChartSeries[];
  traffic: TrafficView;
  range: { from: number; to: number };
  window: Window;
  marks: readonly TimeMark[];
  metric: Metric;
  /** 1-based number of the series that is shown alone; 0: all. */
  only: number;
  onOnly: (only: number) => void;
  onMetric: (metric: Metric) => void;
  onWindow: (from: number, to: number) => void;
  /** Names the series below, where nothing else on the page does. */
  legend?: boolean;
}

const TITLES: Record<Metric, string> = {
  requests: 'Requests per second',
  share: 'Share over time',
  p50: 'Latency p50',
  p95: 'Latency p95',
  p99: 'Latency p99',
  '5xx': 'Failed requests per second',
  inflight: 'Requests in flight',
};

/** Series over time; the dashed frame is the window of the shares, and a drag chooses another. */
export function ChartSection(props: Props) {
  const { series, traffic, range, window, marks, metric, only, onOnly, onMetric, onWindow } = props;
  const owner = new Map(series.flatMap((one) => one.counters.map((counter) => [counter, one.key] as const)));
  const step = stepSeconds((range.to - range.from) / 1000);
  const over = seriesOver(
    traffic.samples,
    { ...range, step },
    series.map((one) => one.key),
    (key) => owner.get(key),
    metric,
  );
  const all = series.map((one) => ({ ...one, values: over.values.get(one.key) ?? [] }));
  const alone = all[only - 1];
  const rows = alone ? [alone] : all;
  const quiet = rows.every((row) => row.values.every((value) => value === null || value === 0));
  const format = (value: number) =>
    metric === 'share'
      ? `${value.toFixed(0)} %`
      : isPercentile(metric)
        ? duration(value)
        : rate(value).replace(/\.0$/, '');
  return (
    <section className={css.section}>
      <header>
        <h2>{TITLES[metric]}</h2>
        <span className={css.meta}>
          {quiet ? 'Nothing in this range.' : 'The frame is the window above: drag it, its edges, or beside it.'}
        </span>
        {alone && (
          <button type="button" className={css.alone} onClick={() => onOnly(0)} aria-keyshortcuts="0">
            <Swatch slot={alone.slot} /> only {alone.label}
            <IconX size={13} aria-label="Show all series" />
          </button>
        )}
        <span className={css.spring} />
        <SegmentedControl
          size="xs"
          aria-label="Metric"
          data={[
            { value: 'requests', label: 'Requests' },
            { value: 'share', label: 'Share' },
            { value: 'p50', label: 'p50' },
            { value: 'p95', label: 'p95' },
            { value: 'p99', label: 'p99' },
            { value: '5xx', label: '5xx' },
            { value: 'inflight', label: 'In flight' },
          ]}
          value={metric}
          onChange={(value) => onMetric(value)}
        />
      </header>
      <TimeChart
        times={over.times}
        rows={rows}
        mode={isPercentile(metric) ? 'lines' : 'stacked'}
        from={range.from / 1000}
        to={range.to / 1000}
        window={{ from: window.from / 1000, to: window.to / 1000 }}
        marks={marks.map((mark) => ({ at: mark.at / 1000, text: markText(mark) }))}
        {...(metric === 'share' ? { max: 100 } : {})}
        format={format}
        summary={summaryOf(rows, metric)}
        onWindow={onWindow}
      />
      {props.legend && !quiet && (
        <ul className={css.legend} aria-label="Series">
          {all.map((one, i) =>
            one.values.some((value) => value !== null && value > 0) ? (
              <li key={one.key}>
                <button type="button" aria-pressed={only === i + 1} onClick={() => onOnly(only === i + 1 ? 0 : i + 1)}>
                  <Swatch slot={one.slot} /> {one.label}
                </button>
              </li>
            ) : null,
          )}
        </ul>
      )}
    </section>
  );
}

const MARK_LENGTH = 34;

/** What a mark says beside its flag: the revision and the start of what it changed. */
function markText({ name, text }: TimeMark): string {
  const all = `${name}: ${text.replace(/^generator /, '')}`;
  return all.length <= MARK_LENGTH ? all : `${all.slice(0, MARK_LENGTH - 1).trimEnd()}\u2026`;
}

function summaryOf(rows: { label: string; values: (number | null)[] }[], metric: Metric): string {
  const last = rows.map((row) => ({ label: row.label, value: row.values.findLast((value) => value !== null) ?? null }));
  const seen = last.filter((row): row is { label: string; value: number } => row.value !== null && row.value > 0);
  if (seen.length === 0) return `${TITLES[metric]}: nothing in this range.`;
  const text = (value: number) =>
    metric === 'share' ? `${percent(value / 100)} percent` : isPercentile(metric) ? duration(value) : rate(value);
  return `${TITLES[metric]}, newest: ${seen.map((row) => `${row.label} ${text(row.value)}`).join(', ')}.`;
}
