'use client';

import Link from 'next/link';
import type { HashInput, LoadBalancer } from '../../server/balancing/types.ts';
import type { SnapshotRule } from '../../server/routing/snapshot.ts';
import css from './panels.module.css';

/** A balancer in one line, in the words of the specs. */
export function algorithmText(loadBalancer: LoadBalancer): string {
  return loadBalancer.type === 'ConsistentHash'
    ? `ConsistentHash by ${loadBalancer.inputs.map(inputText).join(', ')}`
    : loadBalancer.type;
}

function inputText(input: HashInput): string {
  switch (input.type) {
    case 'SourceIP':
      return 'source IP';
    case 'Header':
      return `header ${input.name}`;
    case 'Cookie':
      return `cookie ${input.name}`;
    case 'QueryParam':
      return `query parameter ${input.name}`;
  }
}

/** The policy that decides about a rule, with the level at which it sits; without one, the default. */
export function PolicyPanel({ rule }: { rule: SnapshotRule }) {
  const { policy, action } = rule;
  const loadBalancer = action.type === 'forward' ? action.group.loadBalancer : undefined;
  return (
    <ul className={css.list}>
      <li>
        <div className={css.row}>
          <span className={css.field}>loadBalancer.type</span>
          <b>{policy ? (loadBalancer?.type ?? '\u2013') : 'LeastRequest (default)'}</b>
        </div>
        <div className={css.origin}>
          {policy ? (
            <>
              <Link href={`/policies/backendtrafficpolicy/${policy.namespace}/${policy.name}`}>
                {policy.namespace}/{policy.name}
              </Link>
              , on the {policy.level.toLowerCase()}
              {policy.mergedWith !== undefined && <>, merged with {policy.mergedWith}</>}
            </>
          ) : (
            'No policy targets this rule, its route, listener or Gateway.'
          )}
        </div>
      </li>
      {loadBalancer?.type === 'ConsistentHash' && (
        <>
          <li>
            <div className={css.row}>
              <span className={css.field}>consistentHash</span>
              <b>{loadBalancer.inputs.map(inputText).join(', ')}</b>
            </div>
          </li>
          <li>
            <div className={css.row}>
              <span className={css.field}>tableSize</span>
              <b>{loadBalancer.tableSize}</b>
            </div>
          </li>
        </>
      )}
    </ul>
  );
}
