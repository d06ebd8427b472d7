'use client';

import { IconSearch } from '@tabler/icons-react';
import { Breadcrumb } from './Breadcrumb.tsx';
import { LiveRate } from './LiveRate.tsx';
import { NamespaceScope } from './NamespaceScope.tsx';
import css from './Shell.module.css';
import { openPalette } from './palette-event.ts';
import { ShortcutsHelp } from './ShortcutsHelp.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';

/** Namespace scope, breadcrumb, palette, live rate, theme, shortcuts. */
export function TopBar() {
  return (
    <header className={css.bar}>
      <div className={css.crumbs}>
        <NamespaceScope />
        <Breadcrumb />
      </div>
      <button type="button" className={css.search} onClick={openPalette} aria-keyshortcuts="Control+K">
        <IconSearch size={16} aria-hidden />
        <span>Search or run a command</span>
        <kbd>Ctrl K</kbd>
      </button>
      <button
        type="button"
        className={`${css.iconButton} ${css.onlySmall}`}
        aria-label="Search or run a command"
        onClick={openPalette}
      >
        <IconSearch size={18} />
      </button>
      <LiveRate />
      <ThemeSwitch />
      <ShortcutsHelp />
    </header>
  );
}
