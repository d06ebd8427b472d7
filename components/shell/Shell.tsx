'use client';

import { Suspense, type ReactNode } from 'react';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Hotkeys } from './Hotkeys.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import css from './Shell.module.css';
import { TabBar } from './TabBar.tsx';
import { TopBar } from './TopBar.tsx';

/** Rail, top bar and main; on phones a tab bar instead of the rail. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <>
      <a className={css.skip} href="#main">
        Skip to content
      </a>
      <div className={css.app}>
        <Suspense fallback={<div className={css.rail} />}>
          <Rail />
        </Suspense>
        <div className={css.body}>
          <Suspense fallback={<div className={css.bar} />}>
            <TopBar />
          </Suspense>
          <ConnectionBanner />
          <main id="main" className={css.main} tabIndex={-1}>
            <Suspense fallback={null}>{children}</Suspense>
          </main>
        </div>
      </div>
      <Suspense fallback={null}>
        <TabBar />
        <Palette />
        <Hotkeys />
      </Suspense>
    </>
  );
}
