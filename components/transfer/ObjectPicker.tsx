'use client';

import { Button, Checkbox } from '@mantine/core';
import type { KubeObject } from '../../server/model/object.ts';
import { ObjectName } from '../ui/text.tsx';
import { choiceKey } from './export-url.ts';
import css from './transfer.module.css';

interface Props {
  groups: readonly { kind: string; objects: readonly KubeObject[] }[];
  chosen: readonly string[];
  /** What the chosen objects need and is not chosen. */
  needed: readonly KubeObject[];
  onChange: (chosen: readonly string[]) => void;
}

/** Objects to tick, by kind; what they need is offered. */
export function ObjectPicker({ groups, chosen, needed, onChange }: Props) {
  const set = new Set(chosen);
  const toggle = (keys: readonly string[], on: boolean) => {
    const next = new Set(set);
    for (const key of keys)
      if (on) next.add(key);
      else next.delete(key);
    onChange([...next]);
  };
  return (
    <>
      <div className={css.picker}>
        {groups.map(({ kind, objects }) => {
          const keys = objects.map(choiceKey);
          const count = keys.filter((key) => set.has(key)).length;
          return (
            <fieldset key={kind} className={css.objects}>
              <legend>
                <Checkbox
                  size="xs"
                  label={kind}
                  checked={count === keys.length}
                  indeterminate={count > 0 && count < keys.length}
                  onChange={(event) => toggle(keys, event.currentTarget.checked)}
                />
              </legend>
              {objects.map((object) => (
                <Checkbox
                  key={choiceKey(object)}
                  size="xs"
                  ml={22}
                  label={<ObjectName namespace={object.metadata.namespace ?? ''} name={object.metadata.name ?? ''} />}
                  checked={set.has(choiceKey(object))}
                  onChange={(event) => toggle([choiceKey(object)], event.currentTarget.checked)}
                />
              ))}
            </fieldset>
          );
        })}
      </div>
      {needed.length > 0 && (
        <div className={css.choice}>
          <span>
            {chosen.length === 1 ? 'This needs' : 'These need'} {needed.length} more:{' '}
            {needed.map(({ kind, metadata }) => `${kind} ${metadata.name ?? ''}`).join(', ')}.
          </span>
          <Button variant="default" size="xs" onClick={() => toggle(needed.map(choiceKey), true)}>
            {needed.length === 1 ? 'Add it' : 'Add them'}
          </Button>
        </div>
      )}
    </>
  );
}
