'use client';

import type { KubeObject, ObjectKey } from '../../../server/model/object.ts';
import { effectiveFields } from '../../detail/effective.ts';
import { useNotActing } from '../../detail/use-not-acting.ts';
import { useWritten } from '../../detail/use-written.ts';
import detail from '../../detail/detail.module.css';
import { useFieldFacts } from '../../live/queries.ts';
import { specOf } from '../../live/served.ts';
import { StateText } from '../../share/Marks.tsx';
import { Mono } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';

interface Props {
  object: KubeObject;
  objectKey: ObjectKey;
  onLine: (line: number) => void;
  /** Without what each field does. */
  brief?: boolean;
}

/** Every field that a policy sets, with what would hold without it and whether it acts. */
export function FieldsSet({ object, objectKey, onLine, brief = false }: Props) {
  const idle = useNotActing(objectKey);
  const isWritten = useWritten(objectKey);
  const fields = effectiveFields(specOf(object, 'BackendTrafficPolicy')).filter(({ field }) => isWritten(field));
  const facts = useFieldFacts(
    'BackendTrafficPolicy',
    fields.map(({ field }) => `spec.${field}`),
  );
  if (fields.length === 0)
    return <p className={ui.metaLine}>It sets no field, so that the defaults of Envoy Gateway hold for its rules.</p>;
  return (
    <div className={ui.tableBox}>
      <table className={ui.table} data-cards data-testid="fields-set">
        <thead>
          <tr>
            <th>Field</th>
            <th>Value</th>
            <th>Without it</th>
            {!brief && <th>What it does</th>}
            <th>Acts</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, value }) => {
            const known = facts?.[`spec.${field}`];
            const still = idle.find(({ path }) => `spec.${field}` === path || `spec.${field}`.startsWith(`${path}.`));
            return (
              <tr key={field}>
                <td>
                  <Mono>{field}</Mono>
                </td>
                <td>
                  <b className={ui.strong}>{value}</b>
                </td>
                <td className={ui.second}>{withoutIt(field, known?.default)}</td>
                {!brief && (
                  <td className={ui.second} data-full>
                    {known?.description}
                  </td>
                )}
                <td>
                  {still ? (
                    <>
                      <span title={still.message}>
                        <StateText state="off">not yet</StateText>
                      </span>{' '}
                      {still.line !== null && (
                        <button type="button" className={detail.link} onClick={() => onLine(still.line ?? 1)}>
                          Line {still.line}
                        </button>
                      )}
                    </>
                  ) : (
                    <StateText state="ok">yes</StateText>
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

function withoutIt(field: string, value: unknown): string {
  // the algorithm has no default in the schema: what holds without a policy is Envoy Gateway's
  if (field === 'loadBalancer.type') return 'LeastRequest';
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
