import type { Metric } from './series.ts';

/** Seconds that can be looked at: up to 15 minutes by the second, beyond that in coarser steps. */
export const RANGES = [60, 300, 900, 3600, 86_400] as const;
export type Range = (typeof RANGES)[number];

/** The longest share window. */
const LONGEST_WINDOW = 86_400;

/** A range that the text names, else 5 minutes. */
export function readRange(text: string | null): Range {
  return RANGES.find((range) => range === Number(text)) ?? 300;
}

/** What the address of the Traffic page says; defaults are left out of it. */
export interface TrafficUrl {
  scope: string;
  level: 'backends' | 'endpoints';
  /** Seconds shown by the chart. */
  range: Range;
  /** Seconds of the share window; 0: since the last change, at most the range. */
  window: number;
  /** Unix milliseconds of the window's end; undefined is live. */
  end: number | undefined;
  /** Unix milliseconds of the chart's end, where the window ends before it; undefined: both end together. */
  edge: number | undefined;
  metric: Metric;
  /** 1-based number of the series that the chart shows alone; 0: all. */
  only: number;
  /** Whether what each worker sent stands beside the sums. */
  workers: boolean;
  generator: boolean;
}

const METRICS: readonly Metric[] = ['requests', 'share', 'p50', 'p95', 'p99', '5xx', 'inflight'];

/** Reads the address; anything that makes no sense is its default. */
export function readUrl(params: URLSearchParams): TrafficUrl {
  const window = Number(params.get('window'));
  const end = Number(params.get('end'));
  const edge = Number(params.get('edge'));
  const only = Number(params.get('only'));
  const paused = Number.isFinite(end) && end > 1e12;
  const metric = METRICS.find((name) => name === params.get('metric'));
  return {
    scope: params.get('scope') ?? '',
    level: params.get('level') === 'backends' ? 'backends' : 'endpoints',
    range: readRange(params.get('range')),
    window: Number.isFinite(window) && window >= 1 && window <= LONGEST_WINDOW ? Math.round(window) : 60,
    end: paused ? end : undefined,
    edge: paused && Number.isFinite(edge) && edge > end ? edge : undefined,
    metric: metric ?? 'requests',
    only: Number.isInteger(only) && only > 0 ? only : 0,
    workers: params.get('split') === 'workers',
    generator: params.get('generator') === 'open',
  };
}

/** Writes an address that reads back as the same state. */
export function writeUrl(state: TrafficUrl): string {
  const params = new URLSearchParams();
  if (state.scope !== '') params.set('scope', state.scope);
  if (state.level !== 'endpoints') params.set('level', state.level);
  if (state.range !== 300) params.set('range', String(state.range));
  if (state.window !== 60) params.set('window', String(state.window));
  if (state.end !== undefined) params.set('end', String(Math.round(state.end)));
  if (state.end !== undefined && state.edge !== undefined) params.set('edge', String(Math.round(state.edge)));
  if (state.only > 0) params.set('only', String(state.only));
  if (state.workers) params.set('split', 'workers');
  if (state.metric !== 'requests') params.set('metric', state.metric);
  if (state.generator) params.set('generator', 'open');
  const text = params.toString().replaceAll('%2F', '/');
  return text === '' ? '/traffic' : `/traffic?${text}`;
}
