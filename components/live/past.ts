import { useQuery } from '@tanstack/react-query';
import type { TrafficHistory, TrafficSample } from '../../server/contract/console.ts';
import { api } from './api.ts';
import { KEPT_SECONDS } from './kept.ts';

/** Seconds of a sample by range: an hour by ten seconds, a day by five minutes. */
function stepOf(rangeSeconds: number): number {
  return rangeSeconds > 3600 ? 300 : 10;
}

/** Traffic that is older than what the tab keeps, read again while time goes on; undefined for ranges that the tab keeps itself. */
export function usePast(rangeSeconds: number): {
  history: TrafficHistory | undefined;
  waiting: boolean;
  error: string | null;
} {
  const step = stepOf(rangeSeconds);
  const needed = rangeSeconds > KEPT_SECONDS;
  const { data, error, isPending } = useQuery({
    queryKey: ['past', rangeSeconds],
    enabled: needed,
    // what is read overlaps what the tab keeps by far, so that nothing is missing in between
    refetchInterval: Math.max(60, step) * 1000,
    queryFn: ({ signal }) =>
      api<TrafficHistory>('GET', `/console/v1/traffic?range=${rangeSeconds}&step=${step}`, undefined, { signal }),
  });
  return {
    history: needed ? data : undefined,
    waiting: needed && isPending,
    error: needed && error ? error.message : null,
  };
}

/** Samples of the past up to where those of the tab begin, and those of the tab. Both oldest first. */
export function joinSamples(past: readonly TrafficSample[], live: readonly TrafficSample[]): TrafficSample[] {
  const [first] = live;
  if (!first) return [...past];
  const begin = first.at - first.intervalMs;
  return [...past.filter((sample) => sample.at <= begin), ...live];
}

/** Marks of the past and those that the tab knows, each once, oldest first. */
export function joinMarks(past: TrafficHistory['marks'], known: TrafficHistory['marks']): TrafficHistory['marks'] {
  const seen = new Set(past.map((mark) => mark.revision));
  return [...past, ...known.filter((mark) => !seen.has(mark.revision))].sort((a, b) => a.at - b.at);
}
