import { Mark } from '../share/Marks.tsx';
import css from './drawer.module.css';
import type { Patch } from './document-model.ts';
import { FixLinks } from './FixLinks.tsx';
import { messageAlone, type EditorProblem } from './problems.ts';

interface Props {
  problems: readonly EditorProblem[];
  jump: (line: number) => void;
  fix: (patches: readonly Patch[]) => void;
}

/** Everything that is wrong, errors first, each with its line and ways out. */
export function ProblemList({ problems, jump, fix }: Props) {
  if (problems.length === 0) return <p className={css.nothing}>No problems. The API would accept this text.</p>;
  return (
    <ul className={css.problems}>
      {problems.map((problem, i) => (
        <li key={`${i}-${problem.field}-${problem.message}`}>
          <Mark state={problem.severity === 'error' ? 'bad' : 'warn'} label={problem.severity} />
          <div>
            {problem.field !== '' && <code>{problem.field}</code>} {messageAlone(problem)}{' '}
            <FixLinks fixes={problem.fixes ?? []} fix={fix} className={css.link} />
            {problem.line !== null && (
              <button type="button" className={css.link} onClick={() => jump(problem.line!)}>
                Line {problem.line}
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
