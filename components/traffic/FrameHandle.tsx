'use client';

import { useRef, useState, type PointerEvent } from 'react';
import { dragged, gripAt, type Frame, type Grip } from './frame.ts';
import css from './TimeChart.module.css';

interface Props {
  /** Time that the chart shows, and the frame on it; Unix seconds. */
  range: Frame;
  frame: Frame | null;
  onFrame: (frame: Frame) => void;
}

/** Pixels beside an edge that still hold it. */
const REACH_PX = 7;
const CURSORS: Record<Grip, string> = { move: 'grab', from: 'ew-resize', to: 'ew-resize', draw: 'crosshair' };

/** Takes drags over the plot: moves or widens the frame, or draws another one. The arrow keys do the same. */
export function FrameHandle({ range, frame, onFrame }: Props) {
  const [drag, setDrag] = useState<{ grip: Grip; start: number; range: Frame; frame: Frame | null; now: Frame } | null>(
    null,
  );
  const [cursor, setCursor] = useState('crosshair');
  const box = useRef<HTMLDivElement>(null);
  const timeAt = (event: PointerEvent, over: Frame) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const part = width === 0 ? 0 : (event.clientX - left) / width;
    return { at: over.from + part * (over.to - over.from), reach: ((over.to - over.from) * REACH_PX) / (width || 1) };
  };
  const shown = drag?.now ?? null;
  const over = drag?.range ?? range;
  const percent = (time: number) => `${((time - over.from) / (over.to - over.from)) * 100}%`;
  return (
    <div
      ref={box}
      className={css.handle}
      style={{ cursor: drag?.grip === 'move' ? 'grabbing' : cursor }}
      aria-hidden="true"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const { at, reach } = timeAt(event, range);
        const grip = gripAt(frame, at, reach);
        // time goes on while somebody drags: what is dragged is the picture as it was
        setDrag({ grip, start: at, range, frame, now: grip === 'draw' ? { from: at, to: at } : frame! });
      }}
      onPointerMove={(event) => {
        if (!drag) {
          const { at, reach } = timeAt(event, range);
          setCursor(CURSORS[gripAt(frame, at, reach)]);
          return;
        }
        const { at } = timeAt(event, drag.range);
        setDrag({ ...drag, now: dragged(drag.grip, drag.frame, drag.start, at, drag.range) });
      }}
      onPointerUp={(event) => {
        if (!drag) return;
        const { at, reach } = timeAt(event, drag.range);
        // a click is no drag
        if (Math.abs(at - drag.start) > reach / 2) onFrame(drag.now);
        setDrag(null);
      }}
      onPointerCancel={() => setDrag(null)}
    >
      {shown && (
        <span style={{ left: percent(shown.from), width: `calc(${percent(shown.to)} - ${percent(shown.from)})` }} />
      )}
    </div>
  );
}
