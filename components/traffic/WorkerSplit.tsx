'use client';

import { useQuery } from '@tanstack/react-query';
import type { WorkerShares } from '../../server/contract/console.ts';
import type { LoadBalancer } from '../../server/balancing/types.ts';
import { api } from '../live/api.ts';
import { Swatch } from '../share/Swatch.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { count, percent } from './format.ts';
import type { RuleView } from './scope.ts';
import css from './Twin.module.css';
import page from './TrafficPage.module.css';
import { workerColumns } from './worker-columns.ts';

const EVERY_MS = 2000;

const PER_WORKER: Record<LoadBalancer['type'], string> = {
  RoundRobin: 'Each worker has a rotation of its own.',
  LeastRequest: 'Each worker counts only its own requests in flight.',
  Random: 'Each worker draws by itself; nothing is kept per worker.',
  ConsistentHash: 'All workers have the same hash table; what differs are the keys that came to each.',
};

/** What each worker sent to each endpoint: which connection came to which worker decides, so sums may hide what one of them does. */
export function WorkerSplit({ view, seconds }: { view: RuleView; seconds: number }) {
  const shares = useQuery({
    queryKey: ['workers', seconds],
    queryFn: ({ signal }) =>
      api<WorkerShares>('GET', `/console/v1/traffic/workers?seconds=${seconds}`, undefined, { signal }),
    refetchInterval: EVERY_MS,
    gcTime: 0,
  });
  const { action } = view.rule;
  const columns = shares.data ? workerColumns(view, shares.data) : [];
  const endpoints = view.backends.flatMap((backend) => backend.endpoints);
  return (
    <section className={page.section} aria-label="Worker by worker">
      <header>
        <h2>Worker by worker</h2>
        <span className={page.meta}>
          {shares.data && `last ${shares.data.seconds} s, shares within each worker. `}
          {action.type === 'forward' && PER_WORKER[action.group.loadBalancer.type]}
        </span>
      </header>
      {shares.error ? (
        <ErrorState what="Could not read the workers" error={shares.error} retry={() => void shares.refetch()} />
      ) : !shares.data ? (
        <Loading rows={endpoints.length + 1} />
      ) : columns.length === 0 ? (
        <p className={page.meta}>No worker has sent anything in this time.</p>
      ) : (
        <div className={css.scroll}>
          <table className={css.table} data-testid="workers">
            <thead>
              <tr>
                <th scope="col">Endpoint</th>
                {columns.map(({ worker }) => (
                  <th key={worker} scope="col" className={css.num}>
                    Worker {worker + 1}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {endpoints.map(({ key, endpoint, slot }) => (
                <tr key={key}>
                  <th scope="row">
                    <Swatch slot={slot} /> <span className={css.mono}>{endpoint}</span>
                  </th>
                  {columns.map(({ worker, requests, endpoints: own }) => {
                    const { requests: sent = 0, inFlight = 0 } = own.get(key) ?? {};
                    return (
                      <td key={worker} data-label={`Worker ${worker + 1}`} className={css.num}>
                        <b>{requests === 0 ? '\u2013' : `${percent(sent / requests)} %`}</b>{' '}
                        <span className={page.meta}>
                          {count(sent)}
                          {inFlight > 0 && `, ${inFlight} in flight`}
                        </span>
                      </td>
                    );
                  })}
                </tr>
              ))}
              <tr className={css.sum}>
                <th scope="row">All</th>
                {columns.map(({ worker, requests }) => (
                  <td key={worker} data-label={`Worker ${worker + 1}`} className={css.num}>
                    {count(requests)}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
