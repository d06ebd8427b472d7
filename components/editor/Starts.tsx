import { Link } from '../ui/Link.tsx';
import css from './workbench.module.css';

/** A text that a new object can be made from. */
export interface Start {
  title: string;
  text: string;
}

/** The starting points of a new object; choosing one replaces the text, which Undo takes back. */
export function Starts({
  starts,
  text,
  choose,
  instead,
}: {
  starts: readonly Start[];
  text: string;
  choose: (text: string) => void;
  /** Another kind that may be meant. */
  instead: { label: string; href: string } | undefined;
}) {
  if (starts.length < 2 && !instead) return null;
  return (
    <section className={css.starts} aria-label="Start from">
      <h2>Start from</h2>
      <div className={css.startList}>
        {starts.map((start) => (
          <button
            key={start.title}
            type="button"
            className={css.start}
            aria-pressed={start.text === text}
            onClick={() => choose(start.text)}
          >
            {start.title}
          </button>
        ))}
      </div>
      {instead && <Link href={instead.href}>{instead.label}</Link>}
    </section>
  );
}
