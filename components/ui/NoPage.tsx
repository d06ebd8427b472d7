'use client';

import { Button } from '@mantine/core';
import { Link } from './Link.tsx';
import { usePathname } from 'next/navigation';
import { navItems } from '../shell/nav.ts';
import css from './ui.module.css';

/** No page has this address. */
export function NoPage() {
  const pathname = usePathname();
  return (
    <div className={css.notFound}>
      <h1>No page here</h1>
      <p>
        <code>{pathname}</code> is not an address of this console. Pages:{' '}
        {navItems.map((item, i) => (
          <span key={item.href}>
            {i > 0 && ', '}
            <Link href={item.href}>{item.label}</Link>
          </span>
        ))}
        .
      </p>
      <Button component={Link} href="/" variant="default">
        Overview
      </Button>
    </div>
  );
}
