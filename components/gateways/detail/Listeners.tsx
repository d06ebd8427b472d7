'use client';

import Link from 'next/link';
import type { KubeObject } from '../../../server/model/object.ts';
import { StateText } from '../../share/Marks.tsx';
import { FailedShare } from '../../tables/FailedShare.tsx';
import { perSecond, sumFlows, type Flow } from '../../tables/listener-traffic.ts';
import { levelOf, type Level } from '../../ui/conditions.ts';
import { CopyLine } from '../../ui/CopyLine.tsx';
import { Mono, Rate } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import detail from '../../detail/detail.module.css';
import type { GatewayFacts, ListenerFacts } from '../gateway.ts';

interface Props {
  object: KubeObject;
  facts: GatewayFacts;
  /** By listener id. */
  flows: Map<string, Flow>;
  /** Listener that the URL names. */
  active: string | null;
}

/** The doors of a Gateway: where each listens, who may hang on it, what comes through. */
export function Listeners({ object, facts, flows, active }: Props) {
  return (
    <div className={ui.tableBox}>
      <table className={ui.table} data-cards data-testid="listeners">
        <thead>
          <tr>
            <th>Listener</th>
            <th>Protocol, port</th>
            <th>Hostname</th>
            <th>Answers at</th>
            <th className={ui.num}>Routes</th>
            <th className={ui.num}>Requests</th>
            <th className={ui.num}>5xx</th>
            <th className={detail.afterNumber}>Condition</th>
          </tr>
        </thead>
        <tbody>
          {facts.listeners.map((listener) => {
            const flow = sumFlows([flows.get(listener.id)]);
            const { level, word, message } = stateOfListener(listener, object.metadata.generation);
            return (
              <tr key={listener.id} data-active={listener.name === active || undefined}>
                <td>
                  <Link
                    className={ui.name}
                    href={`/traffic?scope=Gateway/${listener.id}`}
                    title="Traffic of this listener"
                  >
                    {listener.name}
                  </Link>
                  <div className={ui.sub}>{listener.allowed}</div>
                </td>
                <td className={ui.nowrap} data-end>
                  <Mono>
                    {listener.protocol} {listener.port}
                  </Mono>
                </td>
                <td className={ui.second} data-full>
                  {listener.hostname === null ? 'every host' : <Mono>{listener.hostname}</Mono>}
                </td>
                <td data-full>
                  <Address listener={listener} />
                </td>
                <td className={ui.num} data-label="Routes">
                  {listener.attachedRoutes}
                </td>
                <td className={ui.num} data-end>
                  <Rate value={perSecond(flow)} />
                </td>
                <td className={ui.num} data-hide>
                  <FailedShare flow={flow} />
                </td>
                <td data-full className={detail.afterNumber}>
                  <StateText state={level}>{word}</StateText>
                  {message !== '' && <div className={ui.sub}>{message}</div>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Address({ listener }: { listener: ListenerFacts }) {
  if (listener.url === null) return <span className={ui.second}>{listener.bindError ?? 'not open'}</span>;
  return (
    <>
      <CopyLine text={listener.url} label={`Copy the address of listener ${listener.name}`} />
      {listener.movedTo !== null && (
        <div className={ui.sub}>
          Port {listener.port} may not be opened without privileges, so that it listens on {listener.movedTo}.
        </div>
      )}
    </>
  );
}

function stateOfListener(
  listener: ListenerFacts,
  generation: number | undefined,
): { level: Level; word: string; message: string } {
  if (listener.conditions.length === 0) return { level: 'pending', word: 'Pending', message: '' };
  for (const wanted of ['bad', 'pending', 'warn'] as const) {
    const found = listener.conditions.find((condition) => levelOf(condition, generation) === wanted);
    if (found) return { level: wanted, word: wanted === 'pending' ? 'Pending' : found.reason, message: found.message };
  }
  return { level: 'ok', word: 'Programmed', message: '' };
}
