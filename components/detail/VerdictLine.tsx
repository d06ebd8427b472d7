import type { RuleVerdict } from '../../server/balancing/shares.ts';
import { Mark, type MarkState } from '../share/Marks.tsx';
import { LAST_KNOWN } from '../traffic/VerdictBox.tsx';
import css from './detail.module.css';

const MARKS: Record<RuleVerdict['verdict'], MarkState> = {
  on: 'ok',
  off: 'warn',
  design: 'warn',
  early: 'pending',
  none: 'off',
};

/** The shape that stands for a verdict. */
function verdictMark(verdict: RuleVerdict['verdict']): MarkState {
  return MARKS[verdict];
}

interface Props {
  verdict: RuleVerdict;
  onSend?: () => void;
  /** Leaves out why shares are off, which takes several lines, where it stands nearby. */
  brief?: boolean;
  /** The figures are old. */
  stale?: boolean;
}

/** A verdict in one sentence, with the figures behind it. */
export function VerdictLine({ verdict, onSend, brief = false, stale = false }: Props) {
  const alone = brief && (verdict.verdict === 'off' || verdict.verdict === 'design');
  return (
    <p className={css.verdict} data-testid="verdict" data-verdict={verdict.verdict} data-stale={stale || undefined}>
      <Mark state={stale ? 'pending' : verdictMark(verdict.verdict)} />
      <span>
        {stale && LAST_KNOWN}
        <b>{verdict.title}</b> {alone ? '' : verdict.evidence}
        {verdict.verdict === 'none' && onSend && (
          <>
            {' '}
            <button type="button" className={css.link} onClick={onSend}>
              Send traffic
            </button>
          </>
        )}
      </span>
    </p>
  );
}
