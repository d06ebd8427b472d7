'use client';

import { IconDots, IconLogout2 } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { usePathname } from 'next/navigation';
import { useConsoleState } from '../live/queries.ts';
import { signOut } from '../live/session.ts';
import { isCurrent, navItems, type NavItem } from './nav.ts';
import { releasesOf } from './releases.ts';
import { ActionMenu, type MenuEntry } from '../ui/ActionMenu.tsx';
import { useNamespaceScope, withScope } from './scope.ts';
import css from './Shell.module.css';

const FIRST = ['/', '/routes', '/traffic', '/backends'];

/** Navigation of small screens: four pages and the rest behind More. */
export function TabBar() {
  const pathname = usePathname();
  const [namespace] = useNamespaceScope();
  const state = useConsoleState().data;
  const releases = releasesOf(state);
  const signedIn = state?.tokenNeeded === true;
  const first = FIRST.map((href) => navItems.find((item) => item.href === href)).filter(
    (item): item is NavItem => item !== undefined,
  );
  const more = navItems.filter((item) => !FIRST.includes(item.href));
  const entries = (): MenuEntry[] => [
    ...more.map((item) => ({
      label: item.label,
      href: withScope(item.href, namespace),
      icon: <item.icon size={18} stroke={1.75} />,
    })),
    ...(releases.length > 0
      ? [{ type: 'note', text: releases.map(({ name, release }) => `${name} ${release}`).join(', ') } as const]
      : []),
    ...(signedIn
      ? [{ label: 'Sign out', icon: <IconLogout2 size={18} stroke={1.75} />, run: () => void signOut() }]
      : []),
  ];
  return (
    <nav className={css.tabbar} aria-label="Main, small screens">
      {first.map((item) => (
        <Link
          key={item.href}
          className={css.tab}
          href={withScope(item.href, namespace)}
          aria-current={isCurrent(item, pathname) ? 'page' : undefined}
        >
          <item.icon stroke={1.75} aria-hidden />
          {item.label}
        </Link>
      ))}
      <ActionMenu label="More pages" entries={entries} align="end">
        {(trigger) => (
          <button
            type="button"
            className={css.tab}
            aria-current={more.some((item) => isCurrent(item, pathname)) ? 'page' : undefined}
            {...trigger}
          >
            <IconDots stroke={1.75} aria-hidden />
            More
          </button>
        )}
      </ActionMenu>
    </nav>
  );
}
