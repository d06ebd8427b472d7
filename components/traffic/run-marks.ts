import type { GeneratorRun } from '../../server/contract/console.ts';
import { count } from './format.ts';

/** Something that happened at a time, for the chart and the list of events. */
export interface TimeMark {
  /** Unix milliseconds. */
  at: number;
  /** What names it where there is little room: a revision, or `run`. */
  name: string;
  text: string;
}

/** The beginning and the end of the generator's run. */
export function runMarks(run: GeneratorRun | null): TimeMark[] {
  if (!run) return [];
  const { method, path, rate, protocol } = run.request;
  const what = protocol === 'grpc' ? path : `${method} ${path}`;
  const begun: TimeMark = { at: run.startedAt, name: 'run', text: `generator began: ${what}, ${count(rate)} /s` };
  if (run.state === 'running') return [begun];
  const how = run.state === 'done' ? 'ended' : run.state === 'stopped' ? 'was stopped' : 'ended early';
  return [
    begun,
    { at: run.startedAt + run.elapsed * 1000, name: 'run', text: `generator ${how} after ${count(run.sent)} requests` },
  ];
}
