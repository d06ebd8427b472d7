'use client';

import Link from 'next/link';
import type { KubeObject } from '../../../server/model/object.ts';
import { pageOf } from '../../live/kinds.ts';
import { specOf } from '../../live/served.ts';
import { agoText } from '../../ui/age.ts';
import { Section } from '../../ui/PageHeader.tsx';
import { Age } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import { policyFacts } from '../policy-facts.ts';
import { conflictsOf, type Conflict } from './conflict.ts';
import { policyWords } from './policy-words.ts';

/** This policy beside each one that holds a target of it, and why that one counts. */
export function ConflictSection({ policy, policies }: { policy: KubeObject; policies: readonly KubeObject[] }) {
  const conflicts = conflictsOf(policy, policies);
  if (conflicts.length === 0) return null;
  return (
    <Section title="Conflict">
      {conflicts.map((conflict) => (
        <SideBySide key={conflict.target} policy={policy} conflict={conflict} />
      ))}
    </Section>
  );
}

function SideBySide({ policy, conflict: { target, holder, olderMs } }: { policy: KubeObject; conflict: Conflict }) {
  const [mine, theirs] = [policy, holder].map((object) => ({
    object,
    name: `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`,
    words: policyWords({ targetRefs: [], ...specOf(object, 'BackendTrafficPolicy') }),
    facts: policyFacts(object, undefined),
  }));
  if (!mine || !theirs) return null;
  const rows = [
    { head: 'Algorithm', of: (side: typeof mine) => side.words.algorithm },
    { head: 'Fields set', of: (side: typeof mine) => side.facts.fields.join(', ') || 'none' },
    { head: 'Age', of: (side: typeof mine) => <Age at={side.object.metadata.creationTimestamp} /> },
    { head: 'In effect', of: (side: typeof mine) => (side === mine ? 'no' : 'yes') },
  ];
  return (
    <div data-testid="conflict">
      <p>
        <b>{mine.name} has no effect there.</b>{' '}
        <Link href={pageOf({ kind: 'BackendTrafficPolicy', ...namesOf(holder) })}>{theirs.name}</Link> already holds{' '}
        {target} and is {olderMs > 0 ? `${agoText(olderMs)} older` : 'of the same age, but the first by name'}.
      </p>
      <div className={ui.tableBox}>
        <table className={ui.table}>
          <thead>
            <tr>
              <th />
              <th>{mine.name}</th>
              <th>{theirs.name}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ head, of }) => (
              <tr key={head}>
                <td className={ui.second}>{head}</td>
                <td>{of(mine)}</td>
                <td>{of(theirs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function namesOf({ metadata }: KubeObject): { namespace: string; name: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}
