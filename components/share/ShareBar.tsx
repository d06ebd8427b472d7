import type { CSSProperties } from 'react';
import { percent } from '../traffic/format.ts';
import type { ShareScale } from './scale.ts';
import css from './share.module.css';
import { slotHatched, slotStyle } from './slot.ts';

interface Props {
  /** Observed share, 0..1; null without traffic. */
  observed: number | null;
  /** Share that is due now, 0..1; null when nothing can be expected. */
  expected: number | null;
  /** Where the bar would end by chance. */
  band?: readonly [number, number] | null;
  /** What it would get if it were in rotation. */
  ghost?: number | null;
  scale: ShareScale;
  /** Colour slot; 0 is grey. */
  slot: number;
  /** Dims the bar: the last sample is old. */
  stale?: boolean;
  /** `group`: the thin grey bar of a backendRef. */
  size?: 'row' | 'group';
}

/** Observed share, expected share and noise in one picture. The figures stand in its label. */
export function ShareBar({ observed, expected, band, ghost, scale, slot, stale = false, size = 'row' }: Props) {
  const part = (share: number) => Math.min(Math.max(share, 0), scale.max) / scale.max;
  const at = (share: number) => `${part(share) * 100}%`;
  const low = band ? Math.max(0, band[0]) : 0;
  const high = band ? Math.min(scale.max, band[1]) : 0;
  return (
    // a picture made of boxes: an img element could not hold it
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div
      className={css.bar}
      data-size={size}
      data-stale={stale || undefined}
      style={size === 'group' ? slotStyle(0) : slotStyle(slot)}
      role="img"
      aria-label={barLabel({ observed, expected, band: band ?? null, ghost: ghost ?? null })}
    >
      <div className={css.axis} style={place({ '--step': at(scale.step) })} />
      {band && high > low && <div className={css.band} style={place({ '--from': part(low), '--to': part(high) })} />}
      <div
        className={css.fill}
        data-hatched={(size === 'row' && slotHatched(slot)) || undefined}
        style={{ width: at(observed ?? 0) }}
      />
      {ghost !== null && ghost !== undefined && <div className={css.ghost} style={{ left: at(ghost) }} />}
      {expected !== null && <div className={css.tick} style={place({ '--at': part(expected) })} />}
    </div>
  );
}

/** Where something is drawn. Marks move with every sample: they are painted elsewhere in a box that stays, so that no layout moves. */
function place(values: Record<`--${string}`, string | number>): CSSProperties {
  return values;
}

function barLabel(bar: {
  observed: number | null;
  expected: number | null;
  band: readonly [number, number] | null;
  ghost: number | null;
}): string {
  const parts = [bar.observed === null ? 'no traffic' : `observed ${percent(bar.observed)} %`];
  if (bar.expected !== null) parts.push(`expected ${percent(bar.expected)} %`);
  if (bar.band && bar.observed !== null)
    parts.push(`noise range ${percent(Math.max(0, bar.band[0]))} % to ${percent(Math.min(1, bar.band[1]))} %`);
  if (bar.ghost !== null) parts.push(`out of rotation, would get ${percent(bar.ghost)} %`);
  return parts.join(', ');
}
