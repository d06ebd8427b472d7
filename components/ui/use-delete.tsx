'use client';

import { Button, Checkbox } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { SnapshotView } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import { api } from '../live/api.ts';
import { apiPathOf, pageKind, pageKinds } from '../live/kinds.ts';
import { queryKeys, type ObjectList } from '../live/queries.ts';
import { consequencesOf, type Consequences } from './consequences.ts';
import css from './use-delete.module.css';

/** Gives a function that asks, with the consequences named, and deletes. `then` is where to go, by default the list. */
export function useDelete(): (key: ObjectKey, then?: string | null) => void {
  const client = useQueryClient();
  const router = useRouter();
  return (key, then) => {
    const objects = Object.fromEntries(
      pageKinds.map(({ kind }) => [kind, client.getQueryData<ObjectList>(queryKeys.objects(kind))?.items]),
    );
    const consequences = consequencesOf(key, objects, client.getQueryData<SnapshotView>(queryKeys.snapshot));
    const kind = pageKind(key.kind);
    const list = then === undefined ? (kind?.page ? `/${kind.page}` : `/objects/${key.kind.toLowerCase()}`) : then;
    const id = modals.open({
      title: `Delete ${key.kind} ${key.namespace === '' ? '' : `${key.namespace}/`}${key.name}?`,
      children: (
        <DeleteDialog
          objectKey={key}
          consequences={consequences}
          close={() => modals.close(id)}
          deleted={() => {
            modals.close(id);
            notifications.show({ message: `${key.kind} ${key.name} is deleted.` });
            if (list !== null) router.push(list);
          }}
        />
      ),
    });
  };
}

interface DialogProps {
  objectKey: ObjectKey;
  consequences: Consequences;
  close: () => void;
  deleted: () => void;
}

function DeleteDialog({ objectKey, consequences, close, deleted }: DialogProps) {
  const [along, setAlong] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      for (const key of [objectKey, ...(along ? consequences.along : [])]) {
        const path = apiPathOf(key);
        if (path) await api('DELETE', path);
      }
      deleted();
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      setBusy(false);
    }
  };
  return (
    <div className={css.dialog}>
      {consequences.sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {consequences.along.length > 0 && (
        <Checkbox
          label={`Delete ${consequences.along.map((key) => `${key.kind} ${key.name}`).join(', ')} as well`}
          checked={along}
          onChange={(event) => setAlong(event.currentTarget.checked)}
        />
      )}
      {error !== null && (
        <p role="alert" className={css.error}>
          {error}
        </p>
      )}
      <div className={css.buttons}>
        <Button variant="default" onClick={close} data-autofocus>
          Keep it
        </Button>
        <Button color="bad" onClick={() => void remove()} loading={busy}>
          Delete {objectKey.name}
        </Button>
      </div>
    </div>
  );
}
