import {
  IconActivityHeartbeat,
  IconAdjustmentsHorizontal,
  IconArrowsExchange,
  IconHome,
  IconDoorEnter,
  IconRoute,
  IconServer2,
  type TablerIcon,
} from '@tabler/icons-react';

/** A page of the rail. */
export interface NavItem {
  label: string;
  href: string;
  icon: TablerIcon;
  /** Second key after `g`. */
  key: string;
  /** Kinds that its count adds up. */
  kinds?: [string, string?];
}

/** The rail's groups. */
export const navGroups: readonly { label: string; items: NavItem[] }[] = [
  {
    label: 'Objects',
    items: [
      { label: 'Overview', href: '/', icon: IconHome, key: 'o' },
      { label: 'Gateways', href: '/gateways', icon: IconDoorEnter, key: 'g', kinds: ['Gateway'] },
      { label: 'Routes', href: '/routes', icon: IconRoute, key: 'r', kinds: ['HTTPRoute', 'GRPCRoute'] },
      {
        label: 'Policies',
        href: '/policies',
        icon: IconAdjustmentsHorizontal,
        key: 'p',
        kinds: ['BackendTrafficPolicy'],
      },
      { label: 'Backends', href: '/backends', icon: IconServer2, key: 'b', kinds: ['Service'] },
    ],
  },
  { label: 'Live', items: [{ label: 'Traffic', href: '/traffic', icon: IconActivityHeartbeat, key: 't' }] },
  { label: 'Tools', items: [{ label: 'Import and export', href: '/import', icon: IconArrowsExchange, key: 'i' }] },
];

/** All pages of the rail. */
export const navItems: readonly NavItem[] = navGroups.flatMap((group) => group.items);

/** True when a path belongs to a page of the rail. */
export function isCurrent(item: NavItem, pathname: string): boolean {
  if (item.href === '/') return pathname === '/';
  if (item.href === '/import') return pathname.startsWith('/import') || pathname.startsWith('/export');
  return pathname === item.href || pathname.startsWith(`${item.href}/`);
}
