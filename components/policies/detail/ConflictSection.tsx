'use client';

import { Link } from '../../ui/Link.tsx';
import type { KubeObject } from '../../../server/model/object.ts';
import { pageOf } from '../../live/kinds.ts';
import { specOf } from '../../live/served.ts';
import { agoText } from '../../ui/age.ts';
import { Section } from '../../ui/PageHeader.tsx';
import { Age } from '../../ui/text.tsx';
import ui from '../../ui/ui.module.css';
import css from '../policies.module.css';
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
    name: `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`,
    words: policyWords({ targetRefs: [], ...specOf(object, 'BackendTrafficPolicy') }),
    facts: policyFacts(object, undefined),
  }));
  if (!mine || !theirs) return null;
  return (
    <div className={css.side} data-testid="conflict">
      <p>
        <b>{mine.name} has no effect there.</b>{' '}
        <Link href={pageOf({ kind: 'BackendTrafficPolicy', ...namesOf(holder) })}>{theirs.name}</Link> already holds{' '}
        {target} and is {olderMs > 0 ? `${agoText(olderMs)} older` : 'of the same age, but the first by name'}.
      </p>
      <div className={ui.tableBox}>
        <table className={ui.table}>
          <thead>
            <tr>
              <th>Policy</th>
              <th>{mine.name}</th>
              <th>{theirs.name}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td className={ui.second}>Algorithm</td>
              <td>{mine.words.algorithm}</td>
              <td>{theirs.words.algorithm}</td>
            </tr>
            <tr>
              <td className={ui.second}>Fields set</td>
              <td>{mine.facts.fields.join(', ') || 'none'}</td>
              <td>{theirs.facts.fields.join(', ') || 'none'}</td>
            </tr>
            <tr>
              <td className={ui.second}>Age</td>
              <td>
                <Age at={policy.metadata.creationTimestamp} />
              </td>
              <td>
                <Age at={holder.metadata.creationTimestamp} />
              </td>
            </tr>
            <tr>
              <td className={ui.second}>In effect</td>
              <td>no</td>
              <td>yes</td>
            </tr>
          </tbody>
        </table>
      </div>
    </div>
  );
}

function namesOf({ metadata }: KubeObject): { namespace: string; name: string } {
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}
