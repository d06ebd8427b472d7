'use client';

import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import { api, isNotFound } from '../live/api.ts';
import { apiPathOf } from '../live/kinds.ts';
import type { Consequences } from './consequences.ts';
import css from './dialog.module.css';

interface DialogProps {
  keys: readonly ObjectKey[];
  consequences: Consequences;
  close: () => void;
  deleted: () => void;
}

/** Says what will be different, offers what has no use without the objects, and deletes. */
export function DeleteDialog({ keys, consequences, close, deleted }: DialogProps) {
  const [along, setAlong] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      for (const key of [...keys, ...(along ? consequences.along : [])]) {
        const path = apiPathOf(key);
        // one that is gone already, as after a failure half way, is what was wanted
        if (path)
          await api('DELETE', path).catch((failure: unknown) => {
            if (!isNotFound(failure)) throw failure;
          });
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
          label={`Delete ${alongText(consequences.along)} as well`}
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
          {keys.length === 1 ? 'Keep it' : 'Keep them'}
        </Button>
        <Button color="bad" onClick={() => void remove()} loading={busy}>
          Delete {keys.length === 1 ? keys[0]?.name : `${keys.length} objects`}
        </Button>
      </div>
    </div>
  );
}

function alongText(keys: readonly ObjectKey[]): string {
  if (keys.length > 3) return `${keys.length} objects that have no use without them`;
  return keys.map((key) => `${key.kind} ${key.name}`).join(', ');
}
