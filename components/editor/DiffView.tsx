import css from './drawer.module.css';
import { hunks, splitRows, type DiffLine } from './line-diff.ts';

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

/** The same side by side: before at the left, after at the right. */
export function SplitDiffView({ diff, label }: { diff: readonly DiffLine[]; label: string }) {
  if (diff.every((line) => line.type === 'same')) return <p className={css.nothing}>Nothing is changed.</p>;
  return (
    // scrolls by itself, so it has to be reachable by keyboard
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css.diff} role="region" aria-label={label} tabIndex={0}>
      <table className={css.sides}>
        <colgroup>
          <col className={css.number} />
          <col />
          <col className={css.number} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Line before</th>
            <th scope="col">Before</th>
            <th scope="col">Line after</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {splitRows(hunks(diff)).map((row) =>
            'type' in row ? (
              <tr key={`gap-${row.at}`} className={css.gap}>
                <td colSpan={4}>
                  {row.lines} {row.lines === 1 ? 'line' : 'lines'} alike
                </td>
              </tr>
            ) : (
              <tr key={`${row.before?.before}-${row.after?.after}`}>
                <Side line={row.before} number={row.before?.before} />
                <Side line={row.after} number={row.after?.after} />
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Side({ line, number }: { line: DiffLine | null; number: number | null | undefined }) {
  const type = line === null || line.type === 'same' ? undefined : line.type;
  return (
    <>
      <td data-type={type}>{number}</td>
      <td data-type={type} aria-label={type && `${type}: ${line?.text}`}>
        {type && SIGN[type]} {line?.text}
      </td>
    </>
  );
}
