const MINUS = '\u2212';
const counts = new Intl.NumberFormat('en-US');

/** 2184 -> `2,184`. */
export function count(value: number): string {
  return counts.format(value);
}

/** A fraction as `25.0`. */
export function percent(fraction: number): string {
  return (fraction * 100).toFixed(1);
}

/** A difference of two fractions as `+1.6 pp`, with a true minus. */
export function points(difference: number): string {
  const value = Math.abs(difference * 100).toFixed(1);
  return `${difference < 0 && value !== '0.0' ? MINUS : '+'}${value} pp`;
}

/** Milliseconds as `188 ms`, `0.84 ms` or `1.20 s`; a dash when unknown. */
export function duration(ms: number | null): string {
  if (ms === null) return '\u2013';
  if (ms === 0) return '0 ms';
  if (ms >= 9_995) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 999.5) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 9.95) return `${ms.toFixed(0)} ms`;
  if (ms >= 0.995) return `${ms.toFixed(1)} ms`;
  return `${ms.toFixed(2)} ms`;
}

/** Requests per second as `36.4` or `1,204`; none is `0`. */
export function rate(perSecond: number): string {
  if (perSecond === 0) return '0';
  return perSecond >= 1000 ? counts.format(Math.round(perSecond)) : perSecond.toFixed(1);
}

/** A range in seconds as `5 min` or `24 h`. */
export function rangeText(seconds: number): string {
  return seconds >= 3600 ? `${seconds / 3600} h` : `${seconds / 60} min`;
}

/** Seconds as `1:05`, from an hour on `1:00:05`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
