'use client';

import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { AuthoredText } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import { saveText } from '../editor/save.ts';
import { api } from '../live/api.ts';
import { apiPathOf, textPathOf } from '../live/kinds.ts';
import css from './dialog.module.css';
import { labelledText } from './label-text.ts';

interface DialogProps {
  keys: readonly ObjectKey[];
  close: () => void;
  labelled: (message: string) => void;
}

/**
 * Sets the label in the text of an object, as an editor would: a patch of the object alone would cost it its comments and the way in which it is
 * written. Where no text was saved, the object is patched. @throws Error with what is in the way
 */
async function write(key: ObjectKey, label: string, value: string | null): Promise<void> {
  const authored = await api<AuthoredText>('GET', textPathOf(key));
  if (!authored.exact) {
    const path = apiPathOf(key);
    const body = JSON.stringify({ metadata: { labels: { [label]: value } } });
    if (path) await api('PATCH', path, body, { headers: { 'content-type': 'application/merge-patch+json' } });
    return;
  }
  const text = labelledText(authored.text, label, value);
  if (text === null) return;
  const saved = await saveText(key, text, authored);
  if (saved.type === 'refused') throw saved.error;
  if (saved.type !== 'saved') throw new Error(`${key.kind} ${key.name} was changed meanwhile: try it again.`);
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
    let done = 0;
    try {
      for (const key of keys) {
        await write(key, label.trim(), to);
        done += 1;
      }
      const count = `${keys.length} ${keys.length === 1 ? 'object' : 'objects'}`;
      labelled(to === null ? `Label ${label} is removed from ${count}.` : `${label}=${to} is set on ${count}.`);
    } catch (failure) {
      const reason = `${keys[done]?.kind} ${keys[done]?.name}: ${failure instanceof Error ? failure.message : String(failure)}`;
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
