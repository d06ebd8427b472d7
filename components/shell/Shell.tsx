'use client';

import { usePathname } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';
import { SIGN_IN } from '../live/session.ts';
import { fetchAhead } from '../ui/later.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Hotkeys } from './Hotkeys.tsx';
import { PaletteHost } from './PaletteHost.tsx';
import { Rail } from './Rail.tsx';
import css from './Shell.module.css';
import { TabBar } from './TabBar.tsx';
import { TopBar } from './TopBar.tsx';

/**
 * Rail, top bar and main; on phones a tab bar instead of the rail. There is no Suspense here or in pages: a boundary of its own would
 * become interactive after the live data has come, and differ from what the server drew.
 */
export function Shell({ children }: { children: ReactNode }) {
  const signingIn = usePathname() === SIGN_IN;
  useEffect(() => (signingIn ? undefined : fetchAhead()), [signingIn]);
  // nobody is known there, so that nothing could be read for a frame
  if (signingIn) return children;
  return (
    <>
      <a className={css.skip} href="#main">
        Skip to content
      </a>
      <div className={css.app}>
        <Rail />
        <div className={css.body}>
          <TopBar />
          <ConnectionBanner />
          <main id="main" className={css.main} tabIndex={-1}>
            {children}
          </main>
        </div>
      </div>
      <TabBar />
      <PaletteHost />
      <Hotkeys />
    </>
  );
}
