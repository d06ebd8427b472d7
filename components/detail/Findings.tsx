'use client';

import { pageOf } from '../live/kinds.ts';
import { ProblemActions } from '../overview/ProblemActions.tsx';
import type { Finding } from '../overview/finding.ts';
import { Mark } from '../share/Marks.tsx';
import { Section } from '../ui/PageHeader.tsx';
import { Mono } from '../ui/text.tsx';
import detail from './detail.module.css';

/** False for what would open the page that shows it. */
function leadsOn({ place, link, ...named }: Finding): boolean {
  return place !== undefined || link.href.split('?')[0] !== pageOf(named);
}

/** What is wrong with an object, each with its evidence and the way on; nothing where nothing is. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
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
            {leadsOn(finding) && <ProblemActions problem={finding} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
