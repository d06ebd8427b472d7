'use client';

import { useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import css from './Shell.module.css';

/** Light or dark; the system decides until it is used. CSS chooses the icon, since the server does not know the scheme. */
export function ThemeSwitch() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <button
      type="button"
      className={`${css.iconButton} ${css.hideSmall}`}
      aria-label="Switch colour scheme"
      title="Switch colour scheme"
      onClick={() => toggleColorScheme()}
    >
      <span className={css.sun}>
        <IconSun size={16} aria-hidden />
      </span>
      <span className={css.moon}>
        <IconMoon size={16} aria-hidden />
      </span>
    </button>
  );
}
