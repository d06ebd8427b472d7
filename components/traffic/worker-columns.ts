import type { WorkerShares } from '../../server/contract/console.ts';
import { endpointKey } from './aggregate.ts';
import type { RuleView } from './scope.ts';

/** What one worker sent of a rule. */
export interface WorkerColumn {
  worker: number;
  requests: number;
  /** Requests and requests in flight by the key of the endpoint, in the order of the rule. */
  endpoints: Map<string, { requests: number; inFlight: number }>;
}

/** The workers' counters for one rule, its variants added up; a worker without any is a column of zeros. */
export function workerColumns(view: RuleView, shares: WorkerShares): WorkerColumn[] {
  const owner = new Map<string, string>();
  const endpoints = view.backends.flatMap((backend) => backend.endpoints);
  for (const { key, counters } of endpoints) for (const counter of counters) owner.set(counter, key);
  return shares.workers.map(({ worker, endpoints: rows }) => {
    const column: WorkerColumn = {
      worker,
      requests: 0,
      endpoints: new Map(endpoints.map(({ key }) => [key, { requests: 0, inFlight: 0 }])),
    };
    for (const row of rows) {
      const own = column.endpoints.get(owner.get(endpointKey(row.ruleId, row.backend, row.endpoint)) ?? '');
      if (!own) continue;
      own.requests += row.requests;
      own.inFlight += row.inFlight;
      column.requests += row.requests;
    }
    return column;
  });
}
