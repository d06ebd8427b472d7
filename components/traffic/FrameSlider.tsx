import { clock } from './format.ts';
import { stepped, type Frame } from './frame.ts';
import css from './TimeChart.module.css';

interface Props {
  /** Time that the chart shows, and the frame on it; Unix seconds. */
  range: Frame;
  frame: Frame;
  onFrame: (frame: Frame) => void;
}

/** The frame as something that takes the focus: arrows move it, with Shift it gets longer or shorter, also where single keys are off. */
export function FrameSlider({ range, frame, onFrame }: Props) {
  const length = range.to - range.from;
  const percent = (seconds: number) => `${Math.min(100, Math.max(0, (seconds / length) * 100))}%`;
  const seconds = Math.round(frame.to - frame.from);
  const before = Math.max(0, Math.round(range.to - frame.to));
  return (
    <div
      role="slider"
      tabIndex={0}
      className={css.frame}
      style={{ left: percent(frame.from - range.from), width: percent(seconds) }}
      aria-label="Window of the shares"
      aria-valuemin={-Math.round(length)}
      aria-valuemax={0}
      aria-valuenow={before === 0 ? 0 : -before}
      aria-valuetext={`${clock(seconds)} long, ending ${before === 0 ? 'now' : `${clock(before)} before the end`}`}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        onFrame(stepped(frame, event.key === 'ArrowLeft' ? -1 : 1, event.shiftKey));
      }}
    />
  );
}
