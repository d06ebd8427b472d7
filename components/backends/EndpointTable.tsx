'use client';

import { rowWords } from '../../server/balancing/shares.ts';
import { InFlight, StateText } from '../share/Marks.tsx';
import type { ShareScale } from '../share/scale.ts';
import { useSteadyScale } from '../share/use-steady-scale.ts';
import { ShareBar } from '../share/ShareBar.tsx';
import { slotColor } from '../share/slot.ts';
import { Swatch } from '../share/Swatch.tsx';
import { shownColumns, type Column } from '../tables/columns.ts';
import { latencyMs } from '../traffic/aggregate.ts';
import { count, duration, percent, points } from '../traffic/format.ts';
import { Mono, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import css from './backends.module.css';
import type { EndpointRow } from './endpoint-rows.ts';

const choice = (id: string, name: string): Column<EndpointRow> => ({
  id,
  choice: name,
  header: name,
  cell: () => null,
});

/** Columns that may be left out; the choice stands in the address. */
export const endpointChoices: readonly Column<EndpointRow>[] = [
  choice('zone', 'Zone'),
  choice('state', 'State'),
  choice('requests', 'Requests'),
  choice('flight', 'In flight'),
  choice('p50', 'p50'),
  choice('p95', 'p95'),
  choice('p99', 'p99'),
  choice('failed', '5xx'),
  choice('verdict', 'Verdict'),
];

interface Props {
  rows: readonly EndpointRow[];
  /** Milliseconds of delay by `IP:PORT`, for demo servers that have one. */
  delays: ReadonlyMap<string, number>;
  /** Seconds that the requests are counted over. */
  seconds: number;
  stale: boolean;
  /** `cols` of the address. */
  cols: string | null;
}

/** Each address with its share of what the backend got. */
export function EndpointTable({ rows, delays, seconds, stale, cols }: Props) {
  const shown = new Set(shownColumns(endpointChoices, cols).map(({ id }) => id));
  const zones = shown.has('zone') && rows.some(({ facts }) => facts !== null && facts.zone !== '');
  const scale = useSteadyScale(rows.flatMap((row) => [row.observed, row.expected, row.share?.band?.[1]]));
  const slow = slowOnes(rows);
  return (
    <div className={ui.tableBox}>
      <table className={`${ui.table} ${css.endpoints}`} data-cards data-testid="endpoints" aria-label="Endpoints">
        <thead>
          <tr>
            <th>Endpoint</th>
            {zones && <th>Zone</th>}
            {shown.has('state') && <th>State</th>}
            <th className={css.bar}>Share, 0 to {Number((scale.max * 100).toFixed(1))} %</th>
            <th className={ui.num}>Got</th>
            <th className={ui.num}>Expected</th>
            {shown.has('requests') && <th className={ui.num}>Requests</th>}
            {shown.has('flight') && <th>In flight</th>}
            {shown.has('p50') && <th className={ui.num}>p50</th>}
            {shown.has('p95') && <th className={ui.num}>p95</th>}
            {shown.has('p99') && <th className={ui.num}>p99</th>}
            {shown.has('failed') && <th className={ui.num}>5xx</th>}
            {shown.has('verdict') && <th>Verdict</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.endpoint}
              row={row}
              delay={delays.get(row.endpoint) ?? 0}
              scale={scale}
              zones={zones}
              shown={shown}
              seconds={seconds}
              slow={slow.has(row.endpoint)}
              stale={stale}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Times the median of all from which on a p95 stands out. */
const SLOW = 2;

function slowOnes(rows: readonly EndpointRow[]): ReadonlySet<string> {
  const known = rows.flatMap(({ endpoint, totals }) => {
    const ms = latencyMs(totals, 0.95);
    return ms === null ? [] : [{ endpoint, ms }];
  });
  const median = known.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor((known.length - 1) / 2)] ?? 0;
  return new Set(known.flatMap(({ endpoint, ms }) => (ms > median * SLOW && ms - median > 5 ? [endpoint] : [])));
}

function Row(props: {
  row: EndpointRow;
  delay: number;
  scale: ShareScale;
  zones: boolean;
  shown: ReadonlySet<string>;
  seconds: number;
  slow: boolean;
  stale: boolean;
}) {
  const { row, delay, scale, zones, shown, seconds, slow, stale } = props;
  const { totals, facts, share } = row;
  const failed = (totals.statuses[0] ?? 0) + (totals.statuses[5] ?? 0);
  const off = share?.verdict === 'off' || (share?.verdict === 'design' && share.cause !== 'keys');
  return (
    <tr data-dim={facts?.ready === false || undefined} data-endpoint={row.endpoint}>
      <td>
        <span className={css.endpoint}>
          <Swatch slot={row.slot} />
          <Mono>{row.endpoint}</Mono>
        </span>
      </td>
      {zones && (
        <td className={ui.second} data-hide>
          {facts === null || facts.zone === '' ? '–' : facts.zone}
        </td>
      )}
      {shown.has('state') && (
        <td data-hide>
          {facts === null ? (
            <StateText state="off">Removed</StateText>
          ) : facts.ready ? (
            <StateText state="ok">In rotation{delay > 0 && `, +${delay} ms`}</StateText>
          ) : facts.terminating ? (
            <StateText state="drained">Terminating</StateText>
          ) : (
            <StateText state="drained">Not ready</StateText>
          )}
        </td>
      )}
      <td className={css.bar}>
        <ShareBar
          observed={row.observed}
          expected={row.expected}
          band={share?.band ?? null}
          scale={scale}
          slot={row.slot}
          stale={stale}
        />
      </td>
      <td className={`${ui.num} ${css.got}`} data-off={off || undefined}>
        {row.observed === null ? '–' : `${percent(row.observed)} %`}
      </td>
      <td className={`${ui.num} ${css.expected}`}>{row.expected === null ? '–' : `${percent(row.expected)} %`}</td>
      {shown.has('requests') && (
        <td className={ui.num} data-hide>
          <span title={`${count(totals.requests)} requests`}>
            <Rate value={totals.requests / seconds} />
          </span>
        </td>
      )}
      {shown.has('flight') && (
        <td data-hide>
          <InFlight value={totals.inFlight} color={slotColor(row.slot)} />
        </td>
      )}
      {shown.has('p50') && (
        <td className={ui.num} data-hide>
          {duration(latencyMs(totals, 0.5))}
        </td>
      )}
      {shown.has('p95') && (
        <td className={ui.num} data-slow={slow || undefined} data-hide>
          {duration(latencyMs(totals, 0.95))}
        </td>
      )}
      {shown.has('p99') && (
        <td className={ui.num} data-hide>
          {duration(latencyMs(totals, 0.99))}
        </td>
      )}
      {shown.has('failed') && (
        <td className={ui.num} data-hide>
          {failed === 0 ? <span className={ui.meta}>0</span> : <span className={css.bad}>{count(failed)}</span>}
        </td>
      )}
      {shown.has('verdict') && (
        <td className={css.words}>
          {share === null ? (
            <span className={ui.meta}>{facts?.ready === false ? 'out of rotation' : 'over all rules'}</span>
          ) : (share.verdict === 'off' || share.verdict === 'design') && share.difference !== null ? (
            <>
              <b>{points(share.difference)}</b> {rowWords(share)}
            </>
          ) : (
            rowWords(share)
          )}
        </td>
      )}
    </tr>
  );
}
