'use client';

import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTraffic } from '../live/LiveProvider.tsx';
import { duration } from '../traffic/format.ts';
import { seriesOver, stepSeconds, type Percentile } from '../traffic/series.ts';
import { TimeChart } from '../traffic/TimeChart.tsx';
import { Section } from '../ui/PageHeader.tsx';
import type { EndpointRow } from './endpoint-rows.ts';
import type { RuleUse } from './usage.ts';

const RANGE_S = 300;
/** Lines that can be told apart; beyond, the table above says more. */
const MOST = 12;

/** Latency of each endpoint over the last minutes, over all rules that are looked at. */
export function LatencyChart({ rows, uses }: { rows: readonly EndpointRow[]; uses: readonly RuleUse[] }) {
  const [metric, setMetric] = useState<Percentile>('p95');
  const { samples, marks, lastAt } = useTraffic(RANGE_S + 10, 1000);
  const owner = useMemo(() => {
    const found = new Map<string, string>();
    for (const { balance, positions } of uses)
      for (const position of positions)
        for (const { endpoint, counters } of balance.view.backends[position]?.endpoints ?? [])
          for (const counter of counters) found.set(counter, endpoint);
    return found;
  }, [uses]);
  const shown = rows.slice(0, MOST);
  const to = lastAt ?? 0;
  const range = { from: to - RANGE_S * 1000, to };
  const over = seriesOver(
    samples,
    { ...range, step: stepSeconds(RANGE_S) },
    shown.map(({ endpoint }) => endpoint),
    (key) => owner.get(key),
    metric,
  );
  const lines = shown.map(({ endpoint, slot }) => ({
    key: endpoint,
    label: endpoint,
    slot,
    values: over.values.get(endpoint) ?? [],
  }));
  const last = lines.flatMap(({ label, values }) => {
    const value = values.findLast((entry) => entry !== null);
    return value === undefined || value === null ? [] : [`${label} ${duration(value)}`];
  });
  return (
    <Section
      title={`Latency ${metric} per endpoint`}
      note={`5 min${rows.length > MOST ? `, the first ${MOST} of ${rows.length}` : ''}`}
      action={
        <SegmentedControl
          size="xs"
          aria-label="Quantile"
          data={['p50', 'p95', 'p99']}
          value={metric}
          onChange={(value) => setMetric(value)}
        />
      }
    >
      <TimeChart
        times={over.times}
        rows={lines}
        mode="lines"
        from={range.from / 1000}
        to={range.to / 1000}
        window={null}
        marks={marks.map((mark) => ({ at: mark.at / 1000, text: String(mark.revision) }))}
        format={(value) => duration(value)}
        summary={
          last.length === 0 ? 'Latency: nothing in this range.' : `Latency ${metric}, newest: ${last.join(', ')}.`
        }
      />
    </Section>
  );
}
