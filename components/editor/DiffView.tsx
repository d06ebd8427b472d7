import css from './drawer.module.css';
import { hunks, type DiffLine } from './line-diff.ts';

const SIGN: Record<DiffLine['type'], string> = { same: '', added: '+', removed: '−' };

/** A unified diff with three lines around each change. */
export function DiffView({ diff, label }: { diff: readonly DiffLine[]; label: string }) {
  if (diff.every((line) => line.type === 'same')) return <p className={css.nothing}>Nothing is changed.</p>;
  return (
    // scrolls by itself, so it has to be reachable by keyboard
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css.diff} role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Change</th>
            <th scope="col">Line</th>
          </tr>
        </thead>
        <tbody>
          {hunks(diff).map((line) =>
            line.type === 'gap' ? (
              <tr key={`gap-${line.at}`} className={css.gap}>
                <td colSpan={4}>
                  {line.lines} {line.lines === 1 ? 'line' : 'lines'} alike
                </td>
              </tr>
            ) : (
              <tr key={`${line.before}-${line.after}`} data-type={line.type}>
                <td>{line.before}</td>
                <td>{line.after}</td>
                <td aria-label={line.type === 'same' ? undefined : line.type}>{SIGN[line.type]}</td>
                <td>{line.text}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
