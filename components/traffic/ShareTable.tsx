'use client';

import type { EndpointFacts } from '../backends/backend-facts.ts';
import { pageOf } from '../live/kinds.ts';
import { InFlight, StateText } from '../share/Marks.tsx';
import type { ShareScale } from '../share/scale.ts';
import { ShareBar } from '../share/ShareBar.tsx';
import { slotColor } from '../share/slot.ts';
import { Swatch } from '../share/Swatch.tsx';
import { Link } from '../ui/Link.tsx';
import type { ReactNode } from 'react';
import { percent } from './format.ts';
import type { JudgedView } from './judged.ts';
import type { BackendView, EndpointView, RuleView } from './scope.ts';
import { Figures, OutRow, Words } from './ShareRowParts.tsx';
import css from './ShareTable.module.css';
import type { OutOfRotation } from './use-out-of-rotation.ts';

interface Props {
  view: RuleView;
  judged: JudgedView;
  level: 'backends' | 'endpoints';
  scale: ShareScale;
  workers: number;
  out: OutOfRotation;
  /** Key of the row that the chart shows alone. */
  only: string | undefined;
  onOnly: (key: string | undefined) => void;
}

/** Shows a row alone in the chart, or all again. */
type Isolate = Pick<Props, 'only' | 'onOnly'>;

/** Share bars of a rule: one row per endpoint below its backendRef, or one row per backendRef. */
export function ShareTable({ view, judged, level, scale, workers, out, only, onOnly }: Props) {
  const isolate = { only, onOnly };
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
                <BackendRow
                  key={backend.key}
                  backend={backend}
                  judged={judged}
                  scale={full}
                  coloured
                  isolate={isolate}
                />
              ) : (
                <Group
                  key={backend.key}
                  backend={backend}
                  judged={judged}
                  scale={scale}
                  alone={view.backends.length === 1}
                  out={out.get(backend.key) ?? []}
                  isolate={isolate}
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
        {[...out.values()].some((facts) => facts.length > 0) && (
          <span>
            <i data-part="ghost" /> share if it were in rotation
          </span>
        )}
        <span>
          <i data-part="dot" /> one request in flight
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
  out,
  isolate,
}: {
  backend: BackendView;
  judged: JudgedView;
  scale: ShareScale;
  alone: boolean;
  out: readonly EndpointFacts[];
  isolate: Isolate;
}) {
  return (
    <>
      {(!alone || backend.endpoints.length === 0) && (
        <BackendRow backend={backend} judged={judged} scale={{ max: 1, step: 1 }} coloured={false} />
      )}
      {backend.endpoints.map((endpoint) => (
        <EndpointRow key={endpoint.key} endpoint={endpoint} judged={judged} scale={scale} isolate={isolate} />
      ))}
      {out.map((facts) => (
        <OutRow
          key={facts.endpoint}
          facts={facts}
          // with it there would be one more to share among
          would={(judged.backend(backend)?.expected ?? 0) / (backend.endpoints.length + 1)}
          scale={scale}
        />
      ))}
    </>
  );
}

function BackendRow({
  backend,
  judged,
  scale,
  coloured,
  isolate,
}: {
  backend: BackendView;
  judged: JudgedView;
  scale: ShareScale;
  coloured: boolean;
  /** Absent where the chart has no series of it. */
  isolate?: Isolate;
}) {
  const row = judged.backend(backend);
  const { ref, respond } = backend;
  return (
    <tr data-row={coloured ? 'backend' : 'group'} data-only={isolate?.only === backend.key || undefined}>
      <th scope="row" className={css.name}>
        {coloured && <Swatch slot={backend.slot} />}
        <Link href={pageOf({ kind: ref.kind, namespace: ref.namespace, name: ref.name })}>{ref.name}</Link>{' '}
        <span className={css.meta}>weight {backend.weight}</span>
      </th>
      <td className={css.bars}>
        {row && (
          <Isolated name={ref.name} row={backend.key} isolate={isolate}>
            <ShareBar
              observed={row.observed}
              expected={row.expected}
              band={row.band}
              scale={scale}
              slot={backend.slot}
              size={coloured ? 'row' : 'group'}
            />
          </Isolated>
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

/** A bar that shows its series alone in the chart when it is pressed. */
function Isolated(props: { name: string; row: string; isolate: Isolate | undefined; children: ReactNode }) {
  const { name, row, isolate, children } = props;
  if (!isolate) return children;
  const on = isolate.only === row;
  return (
    <button
      type="button"
      className={css.isolate}
      aria-pressed={on}
      title={on ? 'Show all series in the chart' : `Show only ${name} in the chart`}
      onClick={() => isolate.onOnly(on ? undefined : row)}
    >
      {children}
    </button>
  );
}

function EndpointRow(props: { endpoint: EndpointView; judged: JudgedView; scale: ShareScale; isolate: Isolate }) {
  const { endpoint, judged, scale, isolate } = props;
  const row = judged.endpoint(endpoint);
  if (!row) return null;
  return (
    <tr
      data-row="endpoint"
      data-testid="share-row"
      data-endpoint={endpoint.endpoint}
      data-only={isolate.only === endpoint.key || undefined}
    >
      <th scope="row" className={css.name}>
        <Swatch slot={endpoint.slot} /> <code>{endpoint.endpoint}</code>
      </th>
      <td className={css.bars}>
        <Isolated name={endpoint.endpoint} row={endpoint.key} isolate={isolate}>
          <ShareBar
            observed={row.observed}
            expected={row.expected}
            band={row.band}
            scale={scale}
            slot={endpoint.slot}
          />
        </Isolated>
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
