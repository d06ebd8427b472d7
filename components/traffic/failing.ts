import type { GeneratorRun, TrafficSample } from '../../server/contract/console.ts';
import { endpointTotals, within } from './aggregate.ts';

/** The last answers of a run are counted with the samples after its end. */
const LATE_MS = 1500;

/**
 * The endpoint at which most requests of the run's rule failed (5xx or no answer) while it ran, null where none did. Requests of others to
 * the same rule count as well.
 */
export function failingAt(
  run: Pick<GeneratorRun, 'rule' | 'startedAt' | 'elapsed'>,
  samples: readonly TrafficSample[],
): { endpoint: string; failed: number } | null {
  if (run.rule === null) return null;
  const failures = new Map<string, number>();
  const during = within(samples, run.startedAt, run.startedAt + run.elapsed * 1000 + LATE_MS);
  for (const [key, { statuses }] of endpointTotals(during)) {
    const [ruleId, , endpoint = ''] = key.split('|');
    const failed = (statuses[0] ?? 0) + (statuses[5] ?? 0);
    if (ruleId === run.rule && failed > 0) failures.set(endpoint, (failures.get(endpoint) ?? 0) + failed);
  }
  const [worst] = [...failures].sort((a, b) => b[1] - a[1]);
  return worst ? { endpoint: worst[0], failed: worst[1] } : null;
}
