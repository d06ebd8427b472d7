/** A stretch of time, Unix seconds. */
export interface Frame {
  from: number;
  to: number;
}

/** What a drag on the chart does: the frame is moved, one of its edges is, or another frame is drawn. */
export type Grip = 'move' | 'from' | 'to' | 'draw';

/** Shortest window that can be dragged. */
const SHORTEST_S = 1;

/**
 * What a pointer takes hold of.
 * @param at where it is, Unix seconds
 * @param reach seconds beside an edge that still count as the edge
 */
export function gripAt(frame: Frame | null, at: number, reach: number): Grip {
  if (!frame) return 'draw';
  // of a frame that is narrower than its grips the middle can still be held
  const inner = Math.min(reach, (frame.to - frame.from) / 4);
  if (at >= frame.from - reach && at <= frame.from + inner) return 'from';
  if (at >= frame.to - inner && at <= frame.to + reach) return 'to';
  return at > frame.from && at < frame.to ? 'move' : 'draw';
}

/** The frame after a drag from `start` to `at`, inside `range`. */
export function dragged(grip: Grip, frame: Frame | null, start: number, at: number, range: Frame): Frame {
  const inside = (time: number): number => Math.min(range.to, Math.max(range.from, time));
  if (grip === 'draw' || !frame) {
    const [a, b] = [inside(start), inside(at)];
    return { from: Math.min(a, b), to: Math.max(a, b) };
  }
  if (grip === 'from') return { from: Math.min(inside(at), frame.to - SHORTEST_S), to: frame.to };
  if (grip === 'to') return { from: frame.from, to: Math.max(inside(at), frame.from + SHORTEST_S) };
  const length = frame.to - frame.from;
  const from = Math.min(range.to - length, Math.max(range.from, frame.from + at - start));
  return { from, to: from + length };
}

/** The frame after an arrow key: moved by a quarter of its length, with Shift longer or shorter by a quarter at its beginning. */
export function stepped(frame: Frame, direction: -1 | 1, widen: boolean): Frame {
  const step = Math.max(SHORTEST_S, Math.round((frame.to - frame.from) / 4));
  if (widen) return { from: Math.min(frame.from + direction * step, frame.to - SHORTEST_S), to: frame.to };
  return { from: frame.from + direction * step, to: frame.to + direction * step };
}
