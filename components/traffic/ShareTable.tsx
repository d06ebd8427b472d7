'use client';

import { rowWords, type ShareRow } from '../../server/balancing/shares.ts';
import { pageOf } from '../live/kinds.ts';
import { InFlight, StateText } from '../share/Marks.tsx';
import type { ShareScale } from '../share/scale.ts';
import { ShareBar } from '../share/ShareBar.tsx';
import { slotColor } from '../share/slot.ts';
import { Swatch } from '../share/Swatch.tsx';
import Link from 'next/link';
import { percent, points } from './format.ts';
import type { JudgedView } from './judged.ts';
import type { BackendView, EndpointView, RuleView } from './scope.ts';
import css from './ShareTable.module.css';

interface Props {
  view: RuleView;
  judged: JudgedView;
  level: 'backends' | 'endpoints';
  scale: ShareScale;
  workers: number;
}

/** Share bars of a rule: one row per endpoint below its backendRef, or one row per backendRef. */
export function ShareTable({ view, judged, level, scale, workers }: Props) {
  const full: ShareScale = { max: 1, step: 0.25 };
  const shown = level === 'endpoints' ? scale : full;
  const steps = Array.from({ length: Math.round(shown.max / shown.step) + 1 }, (_, i) => i * shown.step);
  return (
    <>
      <div className={css.scroll}>
        <table className={css.table} data-testid="shares">
          <thead>
            <tr>
              <th scope="col" className={css.name}>
                {level === 'endpoints' ? 'Endpoint' : 'Backend'}
              </th>
              <th scope="col" className={css.bars}>
                <span className={css.steps} role="img" aria-label={`Share, scale to ${percent(shown.max)} percent`}>
                  {steps.map((step, i) => (
                    <span key={step} aria-hidden>
                      {Math.round(step * 1000) / 10}
                      {i === steps.length - 1 && ' %'}
                    </span>
                  ))}
                </span>
              </th>
              <th scope="col" className={css.num}>
                Got, %
              </th>
              <th scope="col" className={css.num}>
                Expected, %
              </th>
              <th scope="col" className={css.verdict}>
                Verdict
              </th>
              <th scope="col" className={css.flight}>
                In flight
              </th>
            </tr>
          </thead>
          <tbody>
            {view.backends.map((backend) =>
              level === 'backends' ? (
                <BackendRow key={backend.key} backend={backend} judged={judged} scale={full} coloured />
              ) : (
                <Group
                  key={backend.key}
                  backend={backend}
                  judged={judged}
                  scale={scale}
                  alone={view.backends.length === 1}
                />
              ),
            )}
          </tbody>
        </table>
      </div>
      <p className={css.legend}>
        <span>
          <i data-part="bar" /> observed share
        </span>
        <span>
          <i data-part="tick" /> expected share now
        </span>
        <span>
          <i data-part="band" /> noise, 95 % for all rows together
        </span>
        {workers > 1 && <span>Figures are sums over {workers} workers, which decide independently.</span>}
      </p>
    </>
  );
}

function Group({
  backend,
  judged,
  scale,
  alone,
}: {
  backend: BackendView;
  judged: JudgedView;
  scale: ShareScale;
  alone: boolean;
}) {
  return (
    <>
      {(!alone || backend.endpoints.length === 0) && (
        <BackendRow backend={backend} judged={judged} scale={{ max: 1, step: 1 }} coloured={false} />
      )}
      {backend.endpoints.map((endpoint) => (
        <EndpointRow key={endpoint.key} endpoint={endpoint} judged={judged} scale={scale} />
      ))}
    </>
  );
}

function BackendRow({
  backend,
  judged,
  scale,
  coloured,
}: {
  backend: BackendView;
  judged: JudgedView;
  scale: ShareScale;
  coloured: boolean;
}) {
  const row = judged.backend(backend);
  const { ref, respond } = backend;
  return (
    <tr data-row={coloured ? 'backend' : 'group'}>
      <th scope="row" className={css.name}>
        {coloured && <Swatch slot={backend.slot} />}
        <Link href={pageOf({ kind: ref.kind, namespace: ref.namespace, name: ref.name })}>{ref.name}</Link>{' '}
        <span className={css.meta}>weight {backend.weight}</span>
      </th>
      <td className={css.bars}>
        {row && (
          <ShareBar
            observed={row.observed}
            expected={row.expected}
            band={row.band}
            scale={scale}
            slot={backend.slot}
            size={coloured ? 'row' : 'group'}
          />
        )}
      </td>
      <Figures row={row} />
      <td className={css.verdict}>
        {respond ? (
          <StateText state="bad">answers {respond.status}</StateText>
        ) : backend.weight === 0 ? (
          <span className={css.meta}>off, weight 0</span>
        ) : (
          row && <Words row={row} group />
        )}
      </td>
      <td className={css.flight}>
        <InFlight
          value={judged.measured.backend(backend).totals.inFlight}
          color={coloured ? slotColor(backend.slot) : 'var(--sy-ctl)'}
        />
      </td>
    </tr>
  );
}

function EndpointRow({ endpoint, judged, scale }: { endpoint: EndpointView; judged: JudgedView; scale: ShareScale }) {
  const row = judged.endpoint(endpoint);
  if (!row) return null;
  return (
    <tr data-row="endpoint" data-testid="share-row" data-endpoint={endpoint.endpoint}>
      <th scope="row" className={css.name}>
        <Swatch slot={endpoint.slot} /> <code>{endpoint.endpoint}</code>
      </th>
      <td className={css.bars}>
        <ShareBar observed={row.observed} expected={row.expected} band={row.band} scale={scale} slot={endpoint.slot} />
      </td>
      <Figures row={row} />
      <td className={css.verdict}>
        <Words row={row} />
      </td>
      <td className={css.flight}>
        <InFlight value={judged.measured.endpoint(endpoint).totals.inFlight} color={slotColor(endpoint.slot)} />
      </td>
    </tr>
  );
}

function Figures({ row }: { row: ShareRow | undefined }) {
  const loud = row?.verdict === 'off' || (row?.verdict === 'design' && row.cause !== 'keys');
  return (
    <>
      <td className={css.num} data-col="got">
        <b data-warn={loud || undefined}>{row?.observed === null || !row ? '\u2013' : percent(row.observed)}</b>
      </td>
      <td className={css.num} data-col="expected">
        {row ? percent(row.expected) : '\u2013'}
      </td>
    </>
  );
}

function Words({ row, group = false }: { row: ShareRow; group?: boolean }) {
  if (row.verdict === 'on' && (group || (row.difference !== null && Math.abs(row.difference) < 0.0005)))
    return <StateText state="ok">On share</StateText>;
  if (row.verdict === 'off' || row.verdict === 'design')
    return (
      <>
        <b data-warn={row.cause !== 'keys' || undefined}>{points(row.difference ?? 0)}</b>{' '}
        <span className={css.meta}>{rowWords(row)}</span>
      </>
    );
  return <span className={css.meta}>{rowWords(row)}</span>;
}
