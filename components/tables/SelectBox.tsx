import css from './tables.module.css';

/** The box in front of a row: there for pointer and keyboard, and in sight once the row is pointed at or something is chosen. */
export function SelectBox({ name, checked, toggle }: { name: string; checked: boolean; toggle: () => void }) {
  return (
    <input type="checkbox" className={css.select} aria-label={`Select ${name}`} checked={checked} onChange={toggle} />
  );
}
