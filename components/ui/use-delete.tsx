'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import type { SnapshotView } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import { pageKind, pageKinds } from '../live/kinds.ts';
import { queryKeys, type ObjectList } from '../live/queries.ts';
import { notify, openDialog } from './layers.ts';
import { later } from './later.ts';

const DeleteDialog = dynamic(
  later(() => import('./DeleteDialog.tsx').then((module) => module.DeleteDialog)),
  { ssr: false },
);

const loadConsequences = later(() => import('./consequences.ts'));

/**
 * Gives a function that asks, with the consequences named, and deletes one object or several. `then` is where to go, by default the list;
 * `done` is called once all are gone.
 */
export function useDelete(): (keys: ObjectKey | readonly ObjectKey[], then?: string | null, done?: () => void) => void {
  const client = useQueryClient();
  const router = useRouter();
  const ask = async (asked: ObjectKey | readonly ObjectKey[], then?: string | null, done?: () => void) => {
    const keys = 'kind' in asked ? [asked] : asked;
    const [first] = keys;
    if (first === undefined) return;
    const objects = Object.fromEntries(
      pageKinds.map(({ kind }) => [kind, client.getQueryData<ObjectList>(queryKeys.objects(kind))?.items]),
    );
    const view = client.getQueryData<SnapshotView>(queryKeys.snapshot);
    // what follows is read off the matcher, which a list does without until then
    const { allConsequences } = await loadConsequences();
    const consequences = allConsequences(keys, objects, view);
    const kind = pageKind(first.kind);
    const list = then === undefined ? (kind?.page ? `/${kind.page}` : `/objects/${first.kind.toLowerCase()}`) : then;
    const name = `${first.kind} ${first.namespace === '' ? '' : `${first.namespace}/`}${first.name}`;
    const what = keys.length === 1 ? name : `${keys.length} objects`;
    openDialog({
      title: `Delete ${what}?`,
      children: (close) => (
        <DeleteDialog
          keys={keys}
          consequences={consequences}
          close={close}
          deleted={() => {
            close();
            notify(
              keys.length === 1 ? `${first.kind} ${first.name} is deleted.` : `${keys.length} objects are deleted.`,
            );
            done?.();
            if (list !== null) router.push(list);
          }}
        />
      ),
    });
  };
  return (...call) => void ask(...call);
}
