'use client';

import dynamic from 'next/dynamic';
import type { ObjectKey } from '../../server/model/object.ts';
import { notify, openDialog } from './layers.ts';
import { later } from './later.ts';

const LabelDialog = dynamic(
  later(() => import('./LabelDialog.tsx').then((module) => module.LabelDialog)),
  { ssr: false },
);

/** Gives a function that opens the dialog for a label of several objects; `done` is called once it is set. */
export function useLabel(): (keys: readonly ObjectKey[], done: () => void) => void {
  return (keys, done) => {
    openDialog({
      title: `Label ${keys.length === 1 ? `${keys[0]?.kind} ${keys[0]?.name}` : `${keys.length} objects`}`,
      children: (close) => (
        <LabelDialog
          keys={keys}
          close={close}
          labelled={(message) => {
            close();
            notify(message);
            done();
          }}
        />
      ),
    });
  };
}
