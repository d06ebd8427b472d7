import { percent } from '../traffic/format.ts';
import css from './share.module.css';
import { slotColor, slotHatched } from './slot.ts';

/** One piece of the rails, in manifest order. */
export interface RailSegment {
  name: string;
  /** Requests, or any measure of what it got. */
  got: number;
  /** Share that is due, 0..1. */
  expected: number;
  slot: number;
}

interface Props {
  segments: readonly RailSegment[];
  stale?: boolean;
  /** What is read aloud; absent: shares with what is due. */
  said?: string;
}

/** Upper rail: what each got. Lower rail: what is due. The joints line up when traffic is balanced. */
export function Rails({ segments, stale = false, said }: Props) {
  const got = segments.reduce((sum, segment) => sum + segment.got, 0);
  const due = segments.reduce((sum, segment) => sum + segment.expected, 0);
  const upper = pieces(segments.map((segment) => (got > 0 ? segment.got / got : 0)));
  const lower = pieces(segments.map((segment) => (due > 0 ? segment.expected / due : 0)));
  const figures = segments
    .map((segment, i) => {
      const share = got > 0 ? `${percent(upper[i]?.size ?? 0)} %` : 'no traffic';
      return `${segment.name} ${share}, expected ${percent(lower[i]?.size ?? 0)} %`;
    })
    .join('; ');
  const label = said ?? figures;
  return (
    <svg className={css.rails} data-stale={stale || undefined} role="img" aria-label={label || 'no endpoint'}>
      <title>{label}</title>
      <defs>
        <pattern id="sy-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="3" height="6" fill="var(--sy-surface)" opacity=".42" />
        </pattern>
      </defs>
      {got === 0 ? (
        <rect x="0" y="5" width="100%" height="1" fill="var(--sy-ctl)" />
      ) : (
        segments.map((segment, i) => <Piece key={segment.name} y={0} height={11} at={upper[i]} slot={segment.slot} />)
      )}
      {segments.map((segment, i) => (
        <Piece key={segment.name} y={13} height={4} at={lower[i]} slot={segment.slot} faint />
      ))}
      {got > 0 &&
        lower
          .slice(0, -1)
          .map((piece, i) =>
            piece.size > 0 && piece.start + piece.size < 0.9999 ? (
              <rect
                key={segments[i]?.name}
                x={`${(piece.start + piece.size) * 100}%`}
                y="-1"
                width="2"
                height="19"
                transform="translate(-1 0)"
                fill="var(--sy-ink)"
              />
            ) : null,
          )}
    </svg>
  );
}

function pieces(shares: readonly number[]): { start: number; size: number }[] {
  let start = 0;
  return shares.map((size) => {
    const piece = { start, size };
    start += size;
    return piece;
  });
}

interface PieceProps {
  y: number;
  height: number;
  at: { start: number; size: number } | undefined;
  slot: number;
  faint?: boolean;
}

function Piece({ y, height, at, slot, faint = false }: PieceProps) {
  if (!at || at.size <= 0) return null;
  const box = { x: `${at.start * 100}%`, y, width: `${at.size * 100}%`, height };
  return (
    <>
      <rect
        {...box}
        fill={slotColor(slot)}
        opacity={faint ? 0.62 : 1}
        stroke="var(--sy-surface)"
        strokeWidth={faint ? 1 : 1.5}
      />
      {!faint && slotHatched(slot) && <rect {...box} fill="url(#sy-hatch)" />}
    </>
  );
}
