'use client';

import { Link } from '../ui/Link.tsx';
import type { ChangeEntry } from '../../server/contract/console.ts';
import { pageKind, pageOf } from '../live/kinds.ts';
import { useChanges } from '../live/queries.ts';
import { Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading } from '../ui/States.tsx';
import { Age, ObjectName } from '../ui/text.tsx';
import ui from '../ui/ui.module.css';
import css from './overview.module.css';

const SHOWN = 6;

/** What was written last: which object, which field, and by whom. */
export function RecentChanges() {
  const changes = useChanges(SHOWN);
  return (
    <Section title="Recent changes" note="fields set and removed at the right">
      {changes.error ? (
        <ErrorState what="Could not read the changes" error={changes.error} retry={() => void changes.refetch()} />
      ) : !changes.data ? (
        <Loading rows={4} />
      ) : changes.data.length === 0 ? (
        <p className={ui.second}>Nothing was written yet.</p>
      ) : (
        <ul className={css.changes}>
          {changes.data.map((change) => (
            <Row key={change.revision} change={change} />
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Field managers are programs; what this product writes itself is named as what it is. */
const MANAGERS: Readonly<Record<string, string>> = {
  'switchyard-console': 'this console',
  'switchyard-example': 'an example',
  switchyard: 'the console itself',
};

function Row({ change }: { change: ChangeEntry }) {
  const { key, objects, by, added, removed } = change;
  const name = <ObjectName namespace={key.namespace} name={key.name} />;
  return (
    <li>
      <span className={css.revision}>{change.revision}</span>
      <Age at={change.at} suffix=" ago" />
      <div>
        <div className={css.changed}>
          {key.kind}{' '}
          {change.change === 'DELETED' || pageKind(key.kind) === undefined ? (
            <b>{name}</b>
          ) : (
            <Link href={pageOf(key)}>
              <b>{name}</b>
            </Link>
          )}
          {objects > 1 && ` and ${objects - 1} more`}
        </div>
        <div className={css.evidence}>
          {change.summary} by <span title={`field manager ${by}`}>{MANAGERS[by] ?? by}</span>
        </div>
      </div>
      <span className={css.counts}>
        {added > 0 && <span>+{added}</span>} {removed > 0 && <span>{`\u2212${removed}`}</span>}
      </span>
    </li>
  );
}
