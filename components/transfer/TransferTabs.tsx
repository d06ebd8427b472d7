import { Link } from '../ui/Link.tsx';
import css from './transfer.module.css';

/** Import and export are one entry of the rail: this leads from one to the other. */
export function TransferTabs({ current }: { current: 'import' | 'export' }) {
  return (
    <nav className={css.tabs} aria-label="Import and export">
      <Link href="/import" aria-current={current === 'import' ? 'page' : undefined}>
        Import
      </Link>
      <Link href="/export" aria-current={current === 'export' ? 'page' : undefined}>
        Export
      </Link>
    </nav>
  );
}
