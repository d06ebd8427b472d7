'use client';

import { Link } from '../ui/Link.tsx';
import { useNamespaceScope } from '../shell/scope.ts';
import { StateText } from '../share/Marks.tsx';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import ui from '../ui/ui.module.css';
import { allFindingKinds } from './finding-kinds.ts';
import css from './overview.module.css';
import { useProblems } from './use-problems.ts';

/** Every code that a finding can have, what it means, and how many there are now. */
export function FindingsPage() {
  const { problems } = useProblems();
  const [namespace] = useNamespaceScope();
  const inScope = problems.filter((problem) => namespace === '' || problem.namespace === namespace);
  return (
    <>
      <PageHeader title="Findings by code" meta={<Link href="/">Back to the overview</Link>} />
      <Section last>
        <div className={ui.tableBox}>
          <table className={`${ui.table} ${css.findings}`} data-cards aria-label="Findings by code">
            <thead>
              <tr>
                <th>Code</th>
                <th>Level</th>
                <th>Finding</th>
                <th>What it means</th>
                <th>What to do</th>
                <th className={ui.num}>Now</th>
              </tr>
            </thead>
            <tbody>
              {allFindingKinds.map(({ code, level, title, means, mend }) => {
                const now = inScope.filter((problem) => problem.code === code).length;
                return (
                  <tr key={code} id={code}>
                    <td className={css.code}>{code}</td>
                    <td>
                      <StateText state={level}>{level === 'bad' ? 'Error' : 'Warning'}</StateText>
                    </td>
                    <td className={ui.strong} data-full>
                      {title}
                    </td>
                    <td className={ui.second} data-full>
                      {means}
                    </td>
                    <td className={ui.second} data-full>
                      {mend}
                    </td>
                    <td className={ui.num} data-end>
                      {now === 0 ? <span className={ui.meta}>0</span> : <Link href="/?problems=all">{now}</Link>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </Section>
    </>
  );
}
