'use client';

import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { StateText, type MarkState } from '../share/Marks.tsx';
import { Swatch } from '../share/Swatch.tsx';
import { latencyMs, successRate, type Totals } from './aggregate.ts';
import { count, duration, percent, points } from './format.ts';
import css from './Twin.module.css';

/** A row of the table under the chart. */
export interface TwinRow {
  key: string;
  label: string;
  /** 1..12, 0 for grey. */
  slot: number;
  zone: string;
  state: { mark: MarkState; word: string } | null;
  totals: Totals;
  share: number | null;
  /** 0..1, null where none can be given. */
  expected: number | null;
}

const COLUMNS = ['Requests', 'Share', 'Expected', 'Difference', 'p50', 'p95', 'p99', '5xx'] as const;

function cells(row: TwinRow): string[] {
  const { totals, share, expected } = row;
  return [
    count(totals.requests),
    share === null ? '\u2013' : `${percent(share)} %`,
    expected === null ? '\u2013' : `${percent(expected)} %`,
    share === null || expected === null ? '\u2013' : points(share - expected),
    duration(latencyMs(totals, 0.5)),
    duration(latencyMs(totals, 0.95)),
    duration(latencyMs(totals, 0.99)),
    count((totals.statuses[5] ?? 0) + (totals.statuses[0] ?? 0)),
  ];
}

function csvOf(head: string, rows: TwinRow[]): string {
  const line = (values: (string | number | null)[]) =>
    values.map((value) => (typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : (value ?? ''))).join(',');
  return [
    line([
      head,
      'zone',
      'state',
      'requests',
      'share',
      'expected',
      'in flight',
      'success',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      '5xx',
    ]),
    ...rows.map((row) =>
      line([
        row.label,
        row.zone,
        row.state?.word ?? '',
        row.totals.requests,
        row.share,
        row.expected,
        row.totals.inFlight,
        successRate(row.totals),
        latencyMs(row.totals, 0.5),
        latencyMs(row.totals, 0.95),
        latencyMs(row.totals, 0.99),
        (row.totals.statuses[5] ?? 0) + (row.totals.statuses[0] ?? 0),
      ]),
    ),
  ].join('\n');
}

/** The figures of the share bars and the chart as a table, always in the document. */
export function Twin({ head, rows, sum }: { head: string; rows: TwinRow[]; sum: TwinRow }) {
  const [copied, setCopied] = useState(false);
  const zones = rows.some(({ zone }) => zone !== '');
  const states = rows.some(({ state }) => state !== null);
  const copy = async () => {
    await navigator.clipboard.writeText(csvOf(head, rows));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <>
      <div className={css.scroll}>
        <table className={css.table} data-testid="twin">
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {zones && <th scope="col">Zone</th>}
              {states && <th scope="col">State</th>}
              {COLUMNS.map((column) => (
                <th scope="col" key={column} className={css.num}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} data-out={(row.state !== null && row.state.mark !== 'ok') || undefined}>
                <th scope="row">
                  <Swatch slot={row.slot} />
                  <span className={css.mono}>{row.label}</span>
                </th>
                {zones && <td data-label="Zone">{row.zone || '\u2013'}</td>}
                {states && (
                  <td data-label="State">
                    {row.state && <StateText state={row.state.mark}>{row.state.word}</StateText>}
                  </td>
                )}
                {cells(row).map((text, i) => (
                  <td key={COLUMNS[i]} data-label={COLUMNS[i]} className={css.num}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
            <tr className={css.sum}>
              <th scope="row">{sum.label}</th>
              {zones && <td data-label="Zone">{new Set(rows.map(({ zone }) => zone).filter(Boolean)).size}</td>}
              {states && <td data-label="State">{sum.state?.word}</td>}
              {cells(sum).map((text, i) => (
                <td key={COLUMNS[i]} data-label={COLUMNS[i]} className={css.num}>
                  {text}
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      <Button
        variant="subtle"
        size="compact-sm"
        mt={8}
        leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        onClick={() => void copy()}
      >
        {copied ? 'Copied' : 'Copy as CSV'}
      </Button>
    </>
  );
}
