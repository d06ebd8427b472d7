'use client';

import detail from '../../detail/detail.module.css';
import { ProblemActions } from '../../overview/ProblemActions.tsx';
import type { Finding } from '../../overview/finding.ts';
import { Mark } from '../../share/Marks.tsx';
import { Section } from '../../ui/PageHeader.tsx';
import { Mono } from '../../ui/text.tsx';

/** What is wrong with the route, each with its evidence and the way on. */
export function RouteFindings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <Section title="Findings">
      <ul className={detail.findings} data-testid="findings">
        {findings.map((finding) => (
          <li key={finding.id}>
            <Mark state={finding.level} label={finding.level === 'bad' ? 'Error' : 'Warning'} />
            <Mono>{finding.code}</Mono>
            <div>
              <b>It {finding.sentence}</b>
              <p>{finding.evidence}</p>
            </div>
            <ProblemActions problem={finding} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
