import { readFileSync, writeFileSync } from 'node:fs';
import type { Observation } from './observe.ts';

/** Whose answers: Envoy's to all cases, or ours to those that we answer in another way on purpose. */
export type Whose = 'envoy' | 'own';

const file = (whose: Whose): URL => new URL(`${whose}.recorded.json`, import.meta.url);

/** Answers by name of the case, as they were recorded. */
export function recorded(whose: Whose): Map<string, Observation> {
  return new Map(Object.entries(JSON.parse(readFileSync(file(whose), 'utf8')) as Record<string, Observation>));
}

/** Keeps answers, one line each. */
export function record(whose: Whose, answers: ReadonlyMap<string, Observation>): void {
  const rows = [...answers].map(([name, answer]) => `  ${JSON.stringify(name)}: ${JSON.stringify(answer)}`);
  writeFileSync(file(whose), `{\n${rows.join(',\n')}\n}\n`);
}
