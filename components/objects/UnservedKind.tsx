import { Link } from '../ui/Link.tsx';
import { pageKinds } from '../live/kinds.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import ui from '../ui/ui.module.css';

/** The kind of the address is none that this product serves. */
export function UnservedKind({ kind }: { kind: string }) {
  return (
    <>
      <PageHeader title={`The kind ${kind} is not served`} />
      <Section last>
        <p className={ui.second}>Kinds that this product serves:</p>
        <ul>
          {pageKinds.map((entry) => (
            <li key={entry.kind}>
              <Link href={`/objects/${entry.kind.toLowerCase()}`}>{entry.kind}</Link>{' '}
              <span className={ui.meta}>{entry.group === '' ? entry.version : `${entry.group}/${entry.version}`}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
