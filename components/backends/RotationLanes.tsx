'use client';

import { useMemo } from 'react';
import { useNow } from '../live/LiveProvider.tsx';
import { useSlicePast } from '../live/queries.ts';
import { slotColor } from '../share/slot.ts';
import { clock } from '../traffic/format.ts';
import { Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { Mono } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import css from './lanes.module.css';
import { rotationOf, type LaneSpan, type LaneState } from './rotation.ts';

const RANGE_S = 900;
const TICKS = 5;
/** A revision needs this much of the time axis for its number. */
const ROOM_MS = 60_000;
/** Lanes that a reader compares; the table above has all. */
const MOST = 40;

interface Props {
  namespace: string;
  name: string;
  /** Resource versions of its slices: another text is read anew. */
  version: string;
  slots: ReadonlyMap<string, number>;
}

const WORDS: Record<LaneState, string> = { in: 'in rotation', out: 'not ready', ending: 'terminating' };

/** When each endpoint was ready in the last 15 minutes, as its EndpointSlices had it. */
export function RotationLanes({ namespace, name, version, slots }: Props) {
  const past = useSlicePast(namespace, name, RANGE_S, version);
  const now = useNow(1000);
  const to = Math.max(now, past.data?.to ?? 0);
  const from = to - RANGE_S * 1000;
  const rotation = useMemo(() => (past.data ? rotationOf(past.data, to) : undefined), [past.data, to]);
  const at = (time: number) => `${((Math.max(time, from) - from) / (to - from)) * 100}%`;
  const shown = [...(rotation?.lanes ?? [])].flatMap(([endpoint, spans]) => {
    const visible = spans.filter((span) => span.to > from);
    return visible.length === 0 ? [] : [{ endpoint, spans: visible }];
  });
  const marks = (rotation?.marks ?? []).filter((mark) => mark.at > from);
  const later = past.data !== undefined && past.data.from > from + 2000;
  return (
    <Section
      title="Who was in rotation"
      note={`last 15 min, as the EndpointSlices had it. Line: ready. Dashes: not ready. Boxes: terminating.${shown.length > MOST ? ` The first ${MOST} of ${shown.length}.` : ''}`}
    >
      {past.error ? (
        <ErrorState
          what="Could not read the past of the EndpointSlices"
          error={past.error}
          retry={() => void past.refetch()}
        />
      ) : rotation === undefined ? (
        <Loading rows={3} />
      ) : shown.length === 0 ? (
        <p className={ui.second}>No address in this time.</p>
      ) : (
        <div className={css.lanes} data-testid="lanes">
          {shown.slice(0, MOST).map(({ endpoint, spans }) => (
            <div key={endpoint} className={css.lane}>
              <Mono>{endpoint}</Mono>
              <div
                className={css.track}
                style={{ '--c': slotColor(slots.get(endpoint) ?? 0) } as React.CSSProperties}
                role="img"
                aria-label={spans.map((span) => spanText(span, to, from)).join(', ')}
              >
                {spans.map((span) => (
                  <span
                    key={span.from}
                    data-state={span.state}
                    title={spanText(span, to, from)}
                    style={{ left: at(span.from), width: `calc(${at(span.to)} - ${at(span.from)})` }}
                  />
                ))}
              </div>
            </div>
          ))}
          <div className={css.over} aria-hidden>
            {later && past.data && <i data-unknown style={{ left: 0, width: at(past.data.from) }} />}
            {marks.map((mark, i) => {
              const after = marks[i + 1]?.at ?? Infinity;
              return (
                <i
                  key={mark.revision}
                  data-mark
                  data-left={to - mark.at < ROOM_MS || undefined}
                  style={{ left: at(mark.at) }}
                >
                  {/* of marks that stand close the last is named */}
                  {after - mark.at > ROOM_MS && <b>{mark.revision}</b>}
                </i>
              );
            })}
          </div>
          <div className={css.ticks} aria-hidden>
            {Array.from({ length: TICKS + 1 }, (_, i) => (
              <span key={i}>{i === TICKS ? 'now' : `\u2212${clock(RANGE_S - (RANGE_S / TICKS) * i)}`}</span>
            ))}
          </div>
        </div>
      )}
      {later && (
        <p className={ui.meta}>
          Older revisions were compacted: nothing is known from before {clock((to - (past.data?.from ?? to)) / 1000)}{' '}
          ago.
        </p>
      )}
    </Section>
  );
}

function spanText(span: LaneSpan, to: number, from: number): string {
  const ago = (time: number): string => `${clock((to - time) / 1000)} ago`;
  const since = span.from <= from ? 'for 15 minutes' : `since ${ago(span.from)}`;
  return span.to >= to
    ? `${WORDS[span.state]} ${since}`
    : `${WORDS[span.state]} from ${ago(Math.max(span.from, from))} to ${ago(span.to)}`;
}
