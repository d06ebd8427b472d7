'use client';

import { ModalsProvider, modals } from '@mantine/modals';
import { Notifications, notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';
import { useEffect } from 'react';
import { provideLayers } from './layers.ts';

/** Dialogs and notices. */
export function LayersBody() {
  useEffect(
    () =>
      provideLayers({
        open: ({ title, size, children }) => {
          const id = modals.open({ title, ...(size && { size }), children: children(() => modals.close(id)) });
        },
        notify: (message, level) => void notifications.show({ message, ...(level && { color: level }) }),
      }),
    [],
  );
  return (
    <>
      <ModalsProvider modalProps={{ closeButtonProps: { 'aria-label': 'Close' } }}>{null}</ModalsProvider>
      <Notifications position="bottom-right" autoClose={8000} limit={4} />
    </>
  );
}
