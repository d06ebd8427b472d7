'use client';

import { Link } from '../ui/Link.tsx';
import { Fragment } from 'react';
import { rowWords, type ShareRow } from '../../server/balancing/shares.ts';
import { pageOf } from '../live/kinds.ts';
import type { ShareScale } from '../share/scale.ts';
import { useSteadyScale } from '../share/use-steady-scale.ts';
import { ShareBar } from '../share/ShareBar.tsx';
import { Swatch } from '../share/Swatch.tsx';
import { latencyMs, type Totals } from '../traffic/aggregate.ts';
import { count, duration, percent, points } from '../traffic/format.ts';
import type { JudgedView } from '../traffic/judged.ts';
import type { BackendView, EndpointView } from '../traffic/scope.ts';
import css from './shares.module.css';

/** Endpoints that are shown one by one; of more, the backends alone. */
const SHOWN = 12;
const WHOLE: ShareScale = { max: 1, step: 0.25 };

interface Props {
  judged: JudgedView;
  stale: boolean;
  /** Where the endpoints are shown when there are too many for this page. */
  more: string;
}

/** Every backend of a rule and its endpoints: what each got and what it is due. */
export function ShareTable({ judged, stale, more }: Props) {
  const { measured, rows } = judged;
  const { backends } = measured.view;
  const endpoints = backends.reduce((sum, backend) => sum + backend.endpoints.length, 0);
  const scale = useSteadyScale(rows.endpoints.flatMap((row) => [row.observed, row.expected, row.band?.[1]]));
  return (
    <div className={css.box}>
      <table className={css.table} data-stale={stale || undefined} data-testid="endpoint-shares">
        <thead>
          <tr>
            <th scope="col" className={css.name}>
              Backend
            </th>
            <th scope="col" className={css.barHead}>
              <Axis scale={scale} />
            </th>
            <th scope="col" className={css.got}>
              Got
            </th>
            <th scope="col" className={css.expected}>
              Expected
            </th>
            <th scope="col" className={css.requests}>
              Requests
            </th>
            <th scope="col" className={css.flight}>
              In flight
            </th>
            <th scope="col" className={css.p99}>
              p99
            </th>
            <th scope="col" className={css.words}>
              Verdict
            </th>
          </tr>
        </thead>
        <tbody>
          {backends.map((backend) => (
            <Fragment key={backend.key}>
              <BackendRow backend={backend} judged={judged} alone={backends.length === 1} />
              {endpoints <= SHOWN &&
                backend.endpoints.map((endpoint) => (
                  <EndpointRow key={endpoint.key} endpoint={endpoint} judged={judged} scale={scale} />
                ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      {endpoints > SHOWN && (
        <p className={css.more}>
          {endpoints} endpoints. <Link href={more}>Share of each on Traffic</Link>
        </p>
      )}
    </div>
  );
}

function Axis({ scale }: { scale: ShareScale }) {
  const ticks = Array.from({ length: Math.round(scale.max / scale.step) + 1 }, (_, i) => i * scale.step);
  return (
    <span className={css.axis}>
      <span className={css.sr}>Share of the requests, bars</span>
      {ticks.map((tick, i) => (
        <span key={tick} aria-hidden style={{ left: `${(tick / scale.max) * 100}%` }}>
          {Number((tick * 100).toFixed(1))}
          {i === ticks.length - 1 ? ' %' : ''}
        </span>
      ))}
    </span>
  );
}

function BackendRow(props: { backend: BackendView; judged: JudgedView; alone: boolean }) {
  const { backend, judged, alone } = props;
  const { ref, weight, endpoints, respond } = backend;
  const row = judged.backend(backend);
  const { totals } = judged.measured.backend(backend);
  if (!row) return null;
  return (
    <tr className={css.backend}>
      <th scope="row">
        <Link href={pageOf(ref)} title={`${ref.namespace}/${ref.name}, port ${ref.port}`}>
          {ref.name}
        </Link>
        <span className={css.meta}>{alone ? `:${ref.port}` : ` weight ${weight}`}</span>
      </th>
      <td className={css.barCell}>
        {respond ? (
          <span className={css.bad}>
            its share is answered {respond.status}: {respond.reason}
          </span>
        ) : alone ? (
          <span className={css.meta}>
            {endpoints.length} {endpoints.length === 1 ? 'endpoint' : 'endpoints'}
          </span>
        ) : (
          <ShareBar observed={row.observed} expected={row.expected} scale={WHOLE} slot={0} size="group" />
        )}
      </td>
      <Figures row={row} totals={totals} />
      <td className={css.flight}>{count(totals.inFlight)}</td>
      <td className={css.p99}>{duration(latencyMs(totals, 0.99))}</td>
      <td className={css.words}>{alone || respond ? '' : <Words row={row} />}</td>
    </tr>
  );
}

function EndpointRow(props: { endpoint: EndpointView; judged: JudgedView; scale: ShareScale }) {
  const { endpoint, judged, scale } = props;
  const { slot } = endpoint;
  const row = judged.endpoint(endpoint);
  const { totals } = judged.measured.endpoint(endpoint);
  if (!row) return null;
  return (
    <tr data-testid="share-row" data-endpoint={endpoint.endpoint}>
      <th scope="row">
        <span className={css.endpoint}>
          <Swatch slot={slot} />
          <span className={css.mono} title={endpoint.endpoint}>
            {endpoint.endpoint}
          </span>
        </span>
      </th>
      <td className={css.barCell}>
        <ShareBar observed={row.observed} expected={row.expected} band={row.band} scale={scale} slot={slot} />
      </td>
      <Figures row={row} totals={totals} />
      <td className={css.flight}>{count(totals.inFlight)}</td>
      <td className={css.p99}>{duration(latencyMs(totals, 0.99))}</td>
      <td className={css.words}>
        <Words row={row} />
      </td>
    </tr>
  );
}

function Figures({ row, totals }: { row: ShareRow; totals: Totals }) {
  const off = row.verdict === 'off' || (row.verdict === 'design' && row.cause !== 'keys');
  return (
    <>
      <td className={css.got} data-off={off || undefined}>
        {row.observed === null ? '\u2013' : `${percent(row.observed)} %`}
      </td>
      <td className={css.expected}>{percent(row.expected)} %</td>
      <td className={css.requests}>{count(totals.requests)}</td>
    </>
  );
}

function Words({ row }: { row: ShareRow }) {
  if ((row.verdict === 'off' || row.verdict === 'design') && row.difference !== null)
    return (
      <>
        <b>{points(row.difference)}</b> {row.cause ? CAUSES[row.cause] : rowWords(row)}
      </>
    );
  return <span className={css.meta}>{rowWords(row)}</span>;
}

// the sentence below the table says that it is by design
const CAUSES = { slow: 'slow', fast: 'fast', keys: 'by keys' } as const;
