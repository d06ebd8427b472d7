import type { HostileCase } from './case.ts';
import { observe, type Lane, type Observation } from './observe.ts';

/** Sends cases through a proxy, on all its lanes at once. */
export async function runCases(
  cases: readonly HostileCase[],
  lanes: readonly Lane[],
  quietMs: number,
  expected: (hostile: HostileCase) => Observation | undefined = () => undefined,
): Promise<Map<string, Observation>> {
  const results = new Map<string, Observation>();
  const waiting = cases.values();
  await Promise.all(
    lanes.map(async (lane) => {
      for (const hostile of waiting)
        results.set(hostile.name, await observe(hostile, lane, quietMs, expected(hostile)));
    }),
  );
  return results;
}
