'use client';

import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { allowOwnStyles } from './style-nonce.ts';
import { cssVariablesResolver, theme } from './theme.ts';

/** Theme, cache, stream and layers. `nonce` is what inline styles need. LiveProvider stands outside the modals, so that dialogs may use its hooks. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // before anything below renders
  useState(() => allowOwnStyles(nonce));
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce ?? ''}
    >
      <LiveProvider>
        <ModalsProvider modalProps={{ closeButtonProps: { 'aria-label': 'Close' } }}>
          <Notifications position="bottom-right" autoClose={8000} limit={4} />
          {children}
        </ModalsProvider>
      </LiveProvider>
    </MantineProvider>
  );
}
