import type { TrafficSample } from '../../server/contract/console.ts';
import { coveredSeconds } from '../tables/listener-traffic.ts';
import { within } from '../traffic/aggregate.ts';
import { windowOf } from '../traffic/window.ts';

/** Seconds that the shares of detail pages are computed over. */
export const WINDOW_SECONDS = 60;

/** The samples that detail pages look at: the last minute, or the time since the last change of routing. */
export interface Recent {
  samples: TrafficSample[];
  /** Seconds that they cover. */
  seconds: number;
  /** True where a change of routing made the window shorter. */
  cut: boolean;
}

/** Cuts the recent samples out of a traffic view. */
export function recentOf(traffic: {
  samples: readonly TrafficSample[];
  marks: readonly { at: number }[];
  lastAt: number | null;
}): Recent {
  const window = windowOf({ end: traffic.lastAt ?? 0, seconds: WINDOW_SECONDS, live: true, marks: traffic.marks });
  const samples = within(traffic.samples, window.from, window.to);
  return { samples, seconds: coveredSeconds(samples), cut: window.cut !== null };
}
