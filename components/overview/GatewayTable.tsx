'use client';

import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import { gatewayFacts, listenerState } from '../gateways/gateway.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import { pageOf } from '../live/kinds.ts';
import { useObjects, useSnapshot } from '../live/queries.ts';
import { StateText } from '../share/Marks.tsx';
import { byListener, perSecond, sumFlows } from '../tables/listener-traffic.ts';
import { Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { Mono, Rate } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';

/** Listeners with what passes through them. */
export function GatewayTable({ range, namespace }: { range: number; namespace: string }) {
  const gateways = useObjects('Gateway');
  const snapshot = useSnapshot().data;
  const { samples } = useTraffic(range, 2000);
  const flows = useMemo(() => byListener(samples), [samples]);
  const shown = (gateways.data ?? []).filter((gateway) => namespace === '' || gateway.metadata.namespace === namespace);
  return (
    <Section title="Gateways" action={<Link href="/gateways">All Gateways</Link>}>
      {gateways.error ? (
        <ErrorState what="Could not read Gateways" error={gateways.error} retry={() => void gateways.refetch()} />
      ) : !gateways.data ? (
        <Loading rows={2} />
      ) : shown.length === 0 ? (
        <p className={ui.second}>No Gateway: the proxy has no door.</p>
      ) : (
        <div className={ui.tableBox}>
          <table className={ui.table} data-cards aria-label="Listeners">
            <thead>
              <tr>
                <th>Listener</th>
                <th>Address</th>
                <th className={ui.num}>Routes</th>
                <th className={ui.num}>Requests</th>
                <th>Condition</th>
              </tr>
            </thead>
            <tbody>
              {shown.flatMap((object) => {
                const facts = gatewayFacts(object, snapshot);
                return facts.listeners.map((listener) => {
                  const { level, word } = listenerState(listener, object.metadata.generation);
                  return (
                    <tr key={listener.id}>
                      <td>
                        <Link className={ui.name} href={pageOf({ kind: 'Gateway', ...facts })}>
                          <span className={ui.ns}>
                            {facts.namespace}/{facts.name} /
                          </span>{' '}
                          {listener.name}
                        </Link>
                      </td>
                      <td className={ui.second} data-full>
                        <span className={ui.nowrap}>
                          <Mono>
                            {listener.protocol} {listener.port}
                          </Mono>
                        </span>
                        {listener.url !== null ? (
                          <span className={ui.meta}> at {listener.url.replace('http://', '')}</span>
                        ) : (
                          <span title={listener.bindError ?? undefined}>, not open</span>
                        )}
                      </td>
                      <td className={ui.num} data-hide>
                        {listener.attachedRoutes}
                      </td>
                      <td className={ui.num} data-end>
                        <Rate value={perSecond(sumFlows([flows.get(listener.id)]))} />
                      </td>
                      <td data-full>
                        <StateText state={level}>{word}</StateText>
                      </td>
                    </tr>
                  );
                });
              })}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
