import { EdfSchedule } from './edf.ts';
import { NO_ENDPOINT } from './pick.ts';
import type { EndpointRange, Picker } from './picker.ts';
import type { Random } from './types.ts';

const nothing: Picker = { pick: () => NO_ENDPOINT };

/** First a locality by weighted round robin, then an endpoint inside it. Ranges have weights above 0. */
export function byLocality(
  ranges: readonly EndpointRange[],
  inside: (range: EndpointRange) => Picker,
  random: Random,
): Picker {
  const [only] = ranges;
  if (!only) return nothing;
  if (ranges.length === 1) return inside(only);
  const schedule = new EdfSchedule(
    ranges.map((range) => range.weight),
    random,
  );
  const pickers = ranges.map(inside);
  return { pick: () => pickers[schedule.next()]!.pick() };
}
