import { expect, it } from 'vitest';
import type { GeneratorRun } from '../../server/contract/console.ts';
import { runMarks } from './run-marks.ts';

const run = (state: GeneratorRun['state']): GeneratorRun => ({
  id: 'a',
  rule: null,
  request: {
    method: 'GET',
    listener: 'default/eg/http',
    host: 'a',
    path: '/round',
    headers: [],
    rate: 200,
    concurrency: 1,
    duration: 30,
    seed: 1,
  },
  state,
  reason: null,
  startedAt: 10_000,
  elapsed: 4,
  sent: 800,
  answered: 800,
  statuses: [0, 0, 800, 0, 0, 0],
  p50Ms: 1,
  p95Ms: 2,
});

it('marks where a run began and, once it is over, where it ended', () => {
  expect(runMarks(null)).toEqual([]);
  expect(runMarks(run('running'))).toEqual([{ at: 10_000, name: 'run', text: 'generator began: GET /round, 200 /s' }]);
  expect(runMarks(run('stopped'))[1]).toEqual({
    at: 14_000,
    name: 'run',
    text: 'generator was stopped after 800 requests',
  });
});
