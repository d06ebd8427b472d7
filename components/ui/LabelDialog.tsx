'use client';

import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import { api } from '../live/api.ts';
import { apiPathOf } from '../live/kinds.ts';
import css from './dialog.module.css';

interface DialogProps {
  keys: readonly ObjectKey[];
  close: () => void;
  labelled: (message: string) => void;
}

/** Asks for a label and sets it on all objects, or takes it away. */
export function LabelDialog({ keys, close, labelled }: DialogProps) {
  const [label, setLabel] = useState('');
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const patch = async (to: string | null) => {
    setBusy(true);
    setError(null);
    const body = JSON.stringify({ metadata: { labels: { [label.trim()]: to } } });
    let done = 0;
    try {
      for (const key of keys) {
        const path = apiPathOf(key);
        if (path) await api('PATCH', path, body, { headers: { 'content-type': 'application/merge-patch+json' } });
        done += 1;
      }
      const count = `${keys.length} ${keys.length === 1 ? 'object' : 'objects'}`;
      labelled(to === null ? `Label ${label} is removed from ${count}.` : `${label}=${to} is set on ${count}.`);
    } catch (failure) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      setError(done === 0 ? reason : `${done} of ${keys.length} are labelled. ${reason}`);
      setBusy(false);
    }
  };
  const set = (event: FormEvent) => {
    event.preventDefault();
    void patch(value);
  };
  return (
    <form className={css.dialog} onSubmit={set}>
      <TextInput
        label="Label"
        placeholder="team or example.com/team"
        value={label}
        required
        data-autofocus
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <TextInput label="Value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
      {error !== null && (
        <p role="alert" className={css.error}>
          {error}
        </p>
      )}
      <div className={css.buttons}>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button variant="default" disabled={label.trim() === ''} loading={busy} onClick={() => void patch(null)}>
          Remove the label
        </Button>
        <Button type="submit" disabled={label.trim() === ''} loading={busy}>
          Set the label
        </Button>
      </div>
    </form>
  );
}
