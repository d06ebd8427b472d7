'use client';

import { MantineProvider } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { LayersHost } from './LayersHost.tsx';
import { allowOwnStyles } from './style-nonce.ts';
import { cssVariablesResolver, theme } from './theme.ts';

/** Theme, cache, stream and layers. `nonce` is what inline styles need. The layers stand inside LiveProvider, so that dialogs may use its hooks. */
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
        {children}
        <LayersHost />
      </LiveProvider>
    </MantineProvider>
  );
}
