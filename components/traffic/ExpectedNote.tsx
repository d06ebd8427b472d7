import type { BackendGroup } from '../../server/routing/snapshot.ts';
import { expectedWords } from './expected-words.ts';
import css from './TrafficPage.module.css';

/** How the expected shares of a rule come about, in place. */
export function ExpectedNote(props: { id: string; group: BackendGroup; shares: readonly number[]; workers: number }) {
  const { steps, notes } = expectedWords(props.group, props.shares, props.workers);
  return (
    <div className={css.explained} id={props.id}>
      <ul>
        {steps.map(({ name, text }, i) => (
          // a rule may name one Service twice
          // oxlint-disable-next-line react/no-array-index-key
          <li key={i}>
            <b>{name}</b>: {text}.
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
