'use client';

import { rowWords } from '../../server/balancing/shares.ts';
import { InFlight, StateText } from '../share/Marks.tsx';
import { shareScale } from '../share/scale.ts';
import { ShareBar } from '../share/ShareBar.tsx';
import { slotColor } from '../share/slot.ts';
import { Swatch } from '../share/Swatch.tsx';
import { latencyMs } from '../traffic/aggregate.ts';
import { count, duration, percent, points } from '../traffic/format.ts';
import { Mono, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import css from './backends.module.css';
import type { EndpointRow } from './endpoint-rows.ts';

interface Props {
  rows: readonly EndpointRow[];
  /** Milliseconds of delay by `IP:PORT`, for demo servers that have one. */
  delays: ReadonlyMap<string, number>;
  /** Seconds that the requests are counted over. */
  seconds: number;
  stale: boolean;
}

/** Each address with its share of what the backend got. */
export function EndpointTable({ rows, delays, seconds, stale }: Props) {
  const zones = rows.some(({ facts }) => facts !== null && facts.zone !== '');
  const scale = shareScale(rows.flatMap((row) => [row.observed, row.expected, row.share?.band?.[1]]));
  const slow = slowOnes(rows);
  return (
    <div className={ui.tableBox}>
      <table className={`${ui.table} ${css.endpoints}`} data-cards data-testid="endpoints" aria-label="Endpoints">
        <thead>
          <tr>
            <th>Endpoint</th>
            {zones && <th>Zone</th>}
            <th>State</th>
            <th className={css.bar}>Share, 0 to {Number((scale.max * 100).toFixed(1))} %</th>
            <th className={ui.num}>Got</th>
            <th className={ui.num}>Expected</th>
            <th className={ui.num}>Requests</th>
            <th>In flight</th>
            <th className={ui.num}>p50</th>
            <th className={ui.num}>p95</th>
            <th className={ui.num}>p99</th>
            <th className={ui.num}>5xx</th>
            <th>Verdict</th>
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
  scale: ReturnType<typeof shareScale>;
  zones: boolean;
  seconds: number;
  slow: boolean;
  stale: boolean;
}) {
  const { row, delay, scale, zones, seconds, slow, stale } = props;
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
      <td className={ui.num} data-hide>
        <span title={`${count(totals.requests)} requests`}>
          <Rate value={totals.requests / seconds} />
        </span>
      </td>
      <td data-hide>
        <InFlight value={totals.inFlight} color={slotColor(row.slot)} />
      </td>
      <td className={ui.num} data-hide>
        {duration(latencyMs(totals, 0.5))}
      </td>
      <td className={ui.num} data-slow={slow || undefined} data-hide>
        {duration(latencyMs(totals, 0.95))}
      </td>
      <td className={ui.num} data-hide>
        {duration(latencyMs(totals, 0.99))}
      </td>
      <td className={ui.num} data-hide>
        {failed === 0 ? <span className={ui.meta}>0</span> : <span className={css.bad}>{count(failed)}</span>}
      </td>
      <td className={css.words}>
        {share === null ? (
          <span className={ui.meta}>over all rules</span>
        ) : (share.verdict === 'off' || share.verdict === 'design') && share.difference !== null ? (
          <>
            <b>{points(share.difference)}</b> {rowWords(share)}
          </>
        ) : (
          rowWords(share)
        )}
      </td>
    </tr>
  );
}
