'use client';

import { Link } from '../../ui/Link.tsx';
import { useMemo, useState } from 'react';
import { keyOf } from '../../../server/model/object.ts';
import { pageOf } from '../../live/kinds.ts';
import { StateText } from '../../share/Marks.tsx';
import { Rails } from '../../share/Rails.tsx';
import { railSegments } from '../../tables/balance.ts';
import { FailedShare } from '../../tables/FailedShare.tsx';
import { perSecond, sumFlows } from '../../tables/listener-traffic.ts';
import { PolicyInForce } from '../../tables/PolicyInForce.tsx';
import tables from '../../tables/tables.module.css';
import type { Balances } from '../../tables/use-balance.ts';
import { Mono, ObjectName, Rate } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import { routeFacts } from '../../routes/route-facts.ts';
import type { AttachedRoute } from './gateway-routes.ts';

const STEP = 100;

interface Props {
  routes: readonly AttachedRoute[];
  balances: Balances;
  /** A listener answers. */
  open: boolean;
}

/** `KIND/NAMESPACE/NAME` of a rule's scope. */
function routeOf(scope: string): string {
  return scope.slice(0, scope.lastIndexOf('/'));
}

/** The routes that name a Gateway: what each takes and how it is balanced, or why no listener took it. */
export function GatewayRoutes({ routes, balances, open }: Props) {
  const [limit, setLimit] = useState(STEP);
  const byRoute = useMemo(() => Map.groupBy(balances.rules, ({ view }) => routeOf(view.scope)), [balances.rules]);
  if (routes.length === 0)
    return (
      <p className={ui.metaLine}>
        No route names this Gateway{open ? ': every request is answered 404.' : ', and no listener of it is open.'}
      </p>
    );
  return (
    <div className={ui.tableBox}>
      <table className={ui.table} data-cards data-testid="gateway-routes">
        <thead>
          <tr>
            <th>Route</th>
            <th>Listeners</th>
            <th>Observed over expected, 60 s</th>
            <th>Policy in force</th>
            <th className={ui.num}>Requests</th>
            <th className={ui.num}>5xx</th>
          </tr>
        </thead>
        <tbody>
          {routes.slice(0, limit).map(({ object, listeners, refused }) => {
            const key = keyOf(object);
            const facts = routeFacts(object);
            const own = byRoute.get(`${key.kind}/${key.namespace}/${key.name}`) ?? [];
            const flow = sumFlows(own.map((balance) => balance.flow));
            const total = { ...flow, requests: own.reduce((sum, balance) => sum + balance.flow.requests, 0) };
            const segments = railSegments(own);
            return (
              <tr key={`${key.kind}/${key.namespace}/${key.name}`}>
                <td>
                  <Link className={ui.name} href={pageOf(key)}>
                    <ObjectName namespace={key.namespace} name={key.name} />
                  </Link>
                  <div className={ui.sub}>
                    <Mono>{facts.hosts.length === 0 ? 'every host' : facts.hosts.join(', ')}</Mono>
                  </div>
                </td>
                <td data-end>
                  {listeners.length > 0 ? (
                    <span className={ui.second}>{listeners.join(', ')}</span>
                  ) : (
                    <StateText state={refused ? 'bad' : 'pending'}>{refused?.reason ?? 'not served'}</StateText>
                  )}
                  {refused && listeners.length > 0 && (
                    <div className={ui.sub}>
                      <StateText state="bad">{refused.reason}</StateText>
                    </div>
                  )}
                </td>
                <td data-full>
                  <div className={tables.rails}>
                    {segments.length > 0 ? (
                      <Rails segments={segments} stale={balances.stale} />
                    ) : (
                      <span className={ui.metaLine}>
                        {listeners.length > 0 ? 'no backend to send to' : (refused?.message ?? '–')}
                      </span>
                    )}
                  </div>
                </td>
                <td data-full>
                  <PolicyInForce rules={own} />
                </td>
                <td className={ui.num} data-label="Requests">
                  <Rate value={perSecond(total)} />
                </td>
                <td className={ui.num} data-hide>
                  <FailedShare flow={total} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {routes.length > limit && (
        <button type="button" className={tables.more} onClick={() => setLimit(limit + STEP)}>
          {routes.length - limit} more routes
        </button>
      )}
    </div>
  );
}
