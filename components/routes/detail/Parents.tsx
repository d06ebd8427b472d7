'use client';

import { Link } from '../../ui/Link.tsx';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { KubeObject } from '../../../server/model/object.ts';
import { pageOf } from '../../live/kinds.ts';
import { routeSpecOf, statusOf } from '../../live/served.ts';
import { StateText } from '../../share/Marks.tsx';
import { levelOf } from '../../ui/conditions.ts';
import { Mono } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';

interface Props {
  object: KubeObject;
  view: SnapshotView | undefined;
  /** Listeners that have the route. */
  listeners: readonly string[];
}

/** The Gateways that the route names, and the listeners that took it. */
export function Parents({ object, view, listeners }: Props) {
  const namespace = object.metadata.namespace ?? '';
  const refs = routeSpecOf(object).parentRefs ?? [];
  const statuses = statusOf(object).parents ?? [];
  if (refs.length === 0)
    return (
      <p className={ui.metaLine}>
        The route names no parent, so that no listener takes it. spec.parentRefs is where they go.
      </p>
    );
  return (
    <div className={ui.tableBox}>
      <table className={ui.table} data-cards>
        <thead>
          <tr>
            <th>Parent</th>
            <th>Asks for</th>
            <th>Listeners that took it</th>
            <th>Accepted</th>
          </tr>
        </thead>
        <tbody>
          {refs.map((ref) => {
            const gateway = `${ref.namespace ?? namespace}/${ref.name}`;
            const status = statuses.find(
              ({ parentRef }) =>
                `${parentRef.namespace ?? namespace}/${parentRef.name}` === gateway &&
                parentRef.sectionName === ref.sectionName &&
                parentRef.port === ref.port,
            );
            const accepted = status?.conditions.find(({ type }) => type === 'Accepted');
            const took = listeners.filter(
              (id) =>
                id.startsWith(`${gateway}/`) &&
                (ref.sectionName === undefined || id === `${gateway}/${ref.sectionName}`),
            );
            const urls = view?.urls[gateway] ?? {};
            return (
              <tr key={`${gateway} ${ref.sectionName ?? ''} ${ref.port ?? ''}`}>
                <td>
                  <Link
                    className={ui.name}
                    href={pageOf({ kind: 'Gateway', namespace: ref.namespace ?? namespace, name: ref.name })}
                  >
                    <span className={ui.ns}>{ref.namespace ?? namespace}/</span>
                    {ref.name}
                  </Link>
                </td>
                <td className={ui.second}>
                  {ref.sectionName !== undefined
                    ? `listener ${ref.sectionName}`
                    : ref.port !== undefined
                      ? `port ${ref.port}`
                      : 'every listener'}
                </td>
                <td className={ui.second} data-full>
                  {took.length === 0
                    ? 'none'
                    : took.map((id, i) => {
                        const listener = id.slice(id.lastIndexOf('/') + 1);
                        return (
                          <span key={id}>
                            {i > 0 && ', '}
                            {listener}
                            {urls[listener] !== undefined && (
                              <>
                                {' at '}
                                <Mono>{urls[listener]}</Mono>
                              </>
                            )}
                          </span>
                        );
                      })}
                </td>
                <td>
                  {accepted ? (
                    <StateText state={levelOf(accepted, object.metadata.generation)}>{accepted.reason}</StateText>
                  ) : (
                    <StateText state="pending">not looked at yet</StateText>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
