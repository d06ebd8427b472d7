'use client';

import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import dynamic from 'next/dynamic';
import type { ObjectKey } from '../../server/model/object.ts';

const LabelDialog = dynamic(() => import('./LabelDialog.tsx').then((module) => module.LabelDialog), { ssr: false });

/** Gives a function that opens the dialog for a label of several objects; `done` is called once it is set. */
export function useLabel(): (keys: readonly ObjectKey[], done: () => void) => void {
  return (keys, done) => {
    const id = modals.open({
      title: `Label ${keys.length === 1 ? `${keys[0]?.kind} ${keys[0]?.name}` : `${keys.length} objects`}`,
      children: (
        <LabelDialog
          keys={keys}
          close={() => modals.close(id)}
          labelled={(message) => {
            modals.close(id);
            notifications.show({ message });
            done();
          }}
        />
      ),
    });
  };
}
