import type { TrafficSample } from '../../server/contract/console.ts';
import { coveredSeconds } from '../tables/listener-traffic.ts';
import { within } from '../traffic/aggregate.ts';
import { rate } from '../traffic/format.ts';
import { windowOf } from '../traffic/window.ts';

/** Seconds that the shares of detail pages are computed over. */
export const WINDOW_SECONDS = 60;
/** Seconds that `now` means for a rate. */
const NOW_SECONDS = 10;

/** The samples that detail pages look at: the last minute, or the time since the last change of routing. */
export interface Recent {
  samples: TrafficSample[];
  /** Seconds that they cover. */
  seconds: number;
  /** Samples of the last seconds, for the rate now. */
  latest: { samples: TrafficSample[]; seconds: number };
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
  const latest = within(traffic.samples, window.to - NOW_SECONDS * 1000, window.to);
  return {
    samples,
    seconds: coveredSeconds(samples),
    latest: { samples: latest, seconds: coveredSeconds(latest) },
    cut: window.cut !== null,
  };
}

/** Requests per second now of rules by their ids. */
export function rateNow({ latest }: Recent, ruleIds: readonly string[]): number {
  const ids = new Set(ruleIds);
  let requests = 0;
  for (const { rules } of latest.samples) for (const rule of rules) if (ids.has(rule.ruleId)) requests += rule.requests;
  return requests / latest.seconds;
}

/** `101.4 /s`; nothing is `0`. */
export function rateText(perSecond: number): string {
  return perSecond === 0 ? '0 /s' : `${rate(perSecond)} /s`;
}
