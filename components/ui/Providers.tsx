'use client';

import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

/** Theme, cache, stream and layers. LiveProvider stands outside the modals, so that dialogs may use its hooks. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <LiveProvider>
        <ModalsProvider modalProps={{ closeButtonProps: { 'aria-label': 'Close' } }}>
          <Notifications position="bottom-right" autoClose={8000} limit={4} />
          {children}
        </ModalsProvider>
      </LiveProvider>
    </MantineProvider>
  );
}
