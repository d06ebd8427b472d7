'use client';

import { Link } from '../ui/Link.tsx';
import { Fragment } from 'react';
import { effectiveFields, type EffectiveField } from '../detail/effective.ts';
import { LineLink } from '../detail/LineLink.tsx';
import { parseFieldPath } from '../editor/values.ts';
import { keyFor, pageOf } from '../live/kinds.ts';
import { useObjects } from '../live/queries.ts';
import { specOf } from '../live/served.ts';
import type { SnapshotView } from '../../server/contract/console.ts';
import { keyText, type KubeObject } from '../../server/model/object.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import css from './panels.module.css';

const KIND = 'BackendTrafficPolicy';
/** Fields that stand here; of more, the page of the policy has all. */
const SHOWN = 10;

interface Named {
  namespace: string;
  name: string;
}

/** The fields that decide about a rule, each with its value, the policy and line that it comes from, and the level at which that sits. */
export function PolicyPanel({ rule, notActing }: { rule: SnapshotRule; notActing: SnapshotView['notActing'] }) {
  const policies = useObjects(KIND).data ?? [];
  const { policy } = rule;
  if (rule.action.type !== 'forward')
    return <p className={css.origin}>The proxy answers itself: nothing is balanced.</p>;
  const find = (id: string): KubeObject | undefined =>
    policies.find(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}` === id);
  const own = policy && find(`${policy.namespace}/${policy.name}`);
  const base = policy?.mergedWith === undefined ? undefined : find(policy.mergedWith);
  const fields = policy ? effectiveFields(specOf(own, KIND), base && specOf(base, KIND)) : [];
  const named = (from: EffectiveField['from']): Named | undefined => {
    if (!policy || from === 'own') return policy;
    const [namespace = '', name = ''] = (policy.mergedWith ?? '').split('/');
    return { namespace, name };
  };
  const acting = fields.filter(({ field, from }) => !idle(notActing, named(from), field));
  return (
    <ul className={css.list}>
      {fields.every(({ field }) => field !== 'loadBalancer.type') && (
        <li>
          <div className={css.row}>
            <span className={css.field}>loadBalancer.type</span>
            <b>LeastRequest (default)</b>
          </div>
          <div className={css.origin}>
            {policy
              ? 'Envoy Gateway default: the policy in force does not say'
              : 'Envoy Gateway default: no policy targets this rule, its route, listener or Gateway'}
          </div>
        </li>
      )}
      {acting.slice(0, SHOWN).map((field) => (
        <Field
          key={field.field}
          field={field}
          policy={named(field.from)}
          level={field.from === 'own' ? policy?.level.toLowerCase() : 'merged below'}
        />
      ))}
      {policy && acting.length > SHOWN && (
        <li className={css.origin}>
          <Link href={pageOf({ kind: KIND, ...policy })}>All {acting.length} fields</Link>
        </li>
      )}
      {policy && acting.length < fields.length && (
        <li className={css.origin}>
          <Link href={pageOf({ kind: KIND, ...policy })}>
            {fields.length - acting.length} more {fields.length - acting.length === 1 ? 'field' : 'fields'}
          </Link>{' '}
          kept, but without effect in this release.
        </li>
      )}
    </ul>
  );
}

/** Whether a field is kept but does not act. */
function idle(notActing: SnapshotView['notActing'], policy: Named | undefined, field: string): boolean {
  if (!policy) return false;
  const fields = notActing[keyText(keyFor(KIND, policy.namespace, policy.name))] ?? [];
  const path = `spec.${field}`;
  return fields.some((one) => path === one.path || path.startsWith(`${one.path}.`) || path.startsWith(`${one.path}[`));
}

function Field(props: { field: EffectiveField; policy: Named | undefined; level: string | undefined }) {
  const { field, policy, level } = props;
  return (
    <li>
      <div className={css.row}>
        <span className={css.field}>
          {field.field.split('.').map((part, i) => (
            // a path breaks between its steps; a step may occur twice
            // oxlint-disable-next-line react/no-array-index-key
            <Fragment key={i}>
              {i > 0 && '.'}
              <wbr />
              {part}
            </Fragment>
          ))}
        </span>
        <span className={css.value}>
          {field.over !== undefined && <s>{field.over}</s>} <b>{field.value}</b>
        </span>
      </div>
      {policy && (
        <div className={css.origin}>
          <Link href={pageOf({ kind: KIND, ...policy })}>
            {policy.namespace}/{policy.name}
          </Link>
          <LineLink
            objectKey={keyFor(KIND, policy.namespace, policy.name)}
            path={parseFieldPath(`spec.${field.field}`)}
            before=", "
          />
          {level !== undefined && `, ${level}`}
        </div>
      )}
    </li>
  );
}
