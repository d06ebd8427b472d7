import type { TrafficSample } from '../../server/contract/console.ts';
import type { ChartSeries } from './ChartSection.tsx';
import type { RuleView } from './scope.ts';
import { assignSlots } from './slots.ts';

/** Series that a chart can tell apart: beyond, all others are one. */
const MOST = 12;

/** Key of the series that holds the rest. */
export const OTHERS = 'others';

/**
 * One series for each rule; of more than twelve the eleven with the most requests in `samples`, and one grey series for all others. They stand in
 * the order of `views`, so that a chart keeps its colours until another rule becomes one of the busiest.
 */
export function busiest(views: readonly RuleView[], samples: readonly TrafficSample[]): ChartSeries[] {
  if (views.length <= MOST) return coloured(views.map(seriesOf));
  const requests = new Map<string, number>();
  for (const sample of samples)
    for (const row of sample.rules) requests.set(row.ruleId, (requests.get(row.ruleId) ?? 0) + row.requests);
  const taken = (view: RuleView): number => view.ids.reduce((sum, id) => sum + (requests.get(id) ?? 0), 0);
  const ranked = views.map((view, at) => ({ at, taken: taken(view) })).sort((a, b) => b.taken - a.taken || a.at - b.at);
  const chosen = new Set(ranked.slice(0, MOST - 1).map(({ at }) => at));
  const others = views.filter((_, at) => !chosen.has(at));
  return [
    ...coloured(views.filter((_, at) => chosen.has(at)).map(seriesOf)),
    { key: OTHERS, label: `${others.length} others`, slot: 0, counters: others.flatMap(countersOf) },
  ];
}

function seriesOf(view: RuleView): ChartSeries {
  return {
    key: view.scope,
    label: `${view.title.namespace}/${view.title.name} ${view.title.rule}`,
    slot: 0,
    counters: countersOf(view),
  };
}

function countersOf(view: RuleView): string[] {
  return view.backends.flatMap(({ endpoints }) => endpoints.flatMap(({ counters }) => counters));
}

function coloured(series: ChartSeries[]): ChartSeries[] {
  assignSlots(series);
  return series;
}
