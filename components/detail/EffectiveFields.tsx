'use client';

import { Fragment } from 'react';
import type { NotActing } from '../../server/model/kind.ts';
import type { KubeObject, ObjectKey } from '../../server/model/object.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import { keyFor } from '../live/kinds.ts';
import { specOf } from '../live/served.ts';
import { Mono } from '../ui/text.tsx';
import css from './detail.module.css';
import { effectiveFields, type EffectiveField } from './effective.ts';
import { useWritten, type IsWritten } from './use-written.ts';
import type { Level } from './policy-levels.ts';

interface Props {
  rule: SnapshotRule;
  levels: readonly Level[];
  policies: readonly KubeObject[];
  /** Fields of a policy, by `NAMESPACE/NAME`, that are kept but do not act. */
  notActing: (policy: string) => readonly NotActing[];
}

interface Row extends EffectiveField {
  /** Level that the value comes from; `Default` where no policy says anything. */
  level: string;
  /** Why it does not act. */
  idle?: string;
}

/** The fields that are in force for a rule, each with the level that it comes from; what a broader level says and does not count is struck through. */
export function EffectiveFields(props: Props) {
  const { policy } = props.rule;
  const own = policy && `${policy.namespace}/${policy.name}`;
  const base = policy?.mergedWith ?? broaderOf(props.levels, policy?.level);
  // without a policy there is no text to read
  if (own === undefined) return <Table {...props} isWritten={() => true} />;
  return <WrittenFields {...props} own={own} base={base ?? own} />;
}

function WrittenFields({ own, base, ...props }: Props & { own: string; base: string }) {
  const [mine, broader] = [useWritten(keyOfPolicy(own)), useWritten(keyOfPolicy(base))];
  return <Table {...props} isWritten={(from, field) => (from === 'own' ? mine : broader)(field)} />;
}

function keyOfPolicy(id: string): ObjectKey {
  const [namespace = '', name = ''] = id.split('/');
  return keyFor('BackendTrafficPolicy', namespace, name);
}

interface TableProps extends Props {
  /** Whether a value was written, and not filled in by the API. */
  isWritten: (from: EffectiveField['from'], field: string) => ReturnType<IsWritten>;
}

function Table(props: TableProps) {
  const groups = new Map<string, Row[]>();
  for (const row of rowsOf(props)) {
    const group = row.field.includes('.') ? row.field.slice(0, row.field.lastIndexOf('.')) : row.field;
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return (
    <table className={css.effective} data-testid="effective">
      <thead>
        <tr>
          <th>Field</th>
          <th>Value</th>
          <th>From</th>
        </tr>
      </thead>
      <tbody>
        {[...groups].map(([group, rows]) => (
          <Fragment key={group}>
            <tr className={css.fieldGroup}>
              <th colSpan={3} scope="rowgroup">
                {group}
                {rows.every(({ idle }) => idle !== undefined) && <span title={rows[0]?.idle}>does not act yet</span>}
              </th>
            </tr>
            {rows.map(({ field, value, from, over, level, idle }) => (
              <tr key={field} data-from={from} data-idle={idle !== undefined || undefined} title={idle}>
                <td>
                  <Mono>
                    <Words text={field.slice(field.lastIndexOf('.') + 1)} />
                  </Mono>
                </td>
                <td>
                  {over !== undefined && (
                    <s>
                      <Words text={over} />
                    </s>
                  )}{' '}
                  {from === 'none' ? (
                    <s>
                      <Words text={value} />
                    </s>
                  ) : (
                    <b>
                      <Words text={value} />
                    </b>
                  )}
                </td>
                <td>{from === 'none' ? 'not in force' : level}</td>
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** `baseEjectionTime` breaks between its words. */
function Words({ text }: { text: string }) {
  return text.split(/(?=[A-Z])/).map((word, i) => (
    // a word may occur twice
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}

function rowsOf({ rule, levels, policies, notActing, isWritten }: TableProps): Row[] {
  const { policy, action } = rule;
  const find = (id: string): KubeObject | undefined =>
    policies.find(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}` === id);
  const own = policy === undefined ? '' : `${policy.namespace}/${policy.name}`;
  const merged = policy?.mergedWith !== undefined;
  const base = policy?.mergedWith ?? broaderOf(levels, policy?.level);
  const baseSpec = base === undefined ? undefined : specOf(find(base), 'BackendTrafficPolicy');
  const baseLevel = levels.find(({ policies: on }) =>
    on.some(({ namespace, name }) => `${namespace}/${name}` === base),
  );
  const fields = effectiveFields(specOf(find(own), 'BackendTrafficPolicy'), baseSpec, merged);
  const rows = fields.flatMap((field): Row[] => {
    const written = isWritten(field.from, field.field);
    // a default of a policy that does not count says nothing
    if (!written && field.from === 'none') return [];
    const idle = notActing(field.from === 'own' ? own : (base ?? '')).find(({ path }) => isBelow(field.field, path));
    const level = field.from === 'own' ? (policy?.level ?? '') : (baseLevel?.level ?? 'merged');
    return [
      {
        ...field,
        ...(written ? {} : { from: 'base' as const }),
        level: written ? level : 'Default',
        ...(idle && field.from !== 'none' ? { idle: idle.message } : {}),
      },
    ];
  });
  if (action.type !== 'forward') return rows;
  const { loadBalancer } = action.group;
  const says = (field: string): boolean => rows.some((row) => row.field === field && row.from !== 'none');
  const defaults: Row[] = [];
  const add = (field: string, value: string): void => {
    if (!says(field)) defaults.push({ field, value, from: 'base', level: 'Default' });
  };
  add('loadBalancer.type', loadBalancer.type);
  if (loadBalancer.type === 'ConsistentHash')
    add('loadBalancer.consistentHash.tableSize', String(loadBalancer.tableSize));
  return [
    ...rows.filter(({ field }) => field.startsWith('loadBalancer')),
    ...defaults,
    ...rows.filter(({ field }) => !field.startsWith('loadBalancer')),
  ];
}

/** `NAMESPACE/NAME` of the policy at the next broader level that would count without the one in force. */
function broaderOf(levels: readonly Level[], level: string | undefined): string | undefined {
  const at = levels.findIndex((entry) => entry.level === level);
  if (at < 0) return undefined;
  const [found] = levels.slice(at + 1).flatMap(({ policies }) => policies);
  return found === undefined ? undefined : `${found.namespace}/${found.name}`;
}

/** `spec.healthCheck` and `spec.healthCheck.passive` hold `healthCheck.passive.interval`. */
function isBelow(field: string, path: string): boolean {
  const full = `spec.${field}`;
  return full === path || full.startsWith(`${path}.`) || path.startsWith(`${full}.`) || path.startsWith(`${full}[`);
}
