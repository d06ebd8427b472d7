'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { useForm } from './context.ts';
import { Problems, TextField } from './Field.tsx';
import css from './forms.module.css';
import { AddButton, RemoveButton } from './Section.tsx';
import { InYaml } from './InYaml.tsx';
import { asMap } from './shapes.ts';

/** Names with a text each, such as labels; other maps are left to the YAML. */
export function MapFields({ path, removable }: { path: Path; removable: boolean }) {
  const { document, patch, problems, field } = useForm();
  const [name, setName] = useState('');
  const names = Object.keys(asMap(document.get(path)));
  const control = field([...path, 'name'])?.control;
  if (control !== undefined && control !== 'text') return <InYaml path={path} />;
  const isFree = name.trim() !== '' && !names.includes(name.trim());
  const add = () => {
    if (!isFree) return;
    patch([{ op: 'set', path: [...path, name.trim()], value: '' }]);
    setName('');
  };
  return (
    <div className={css.list}>
      {names.map((key) => (
        <div key={key} className={css.listRow}>
          <code className={css.mapKey}>{key}</code>
          <TextField path={[...path, key]} label={`Value of ${key}`} mono keepEmpty className={css.grow} />
          <RemoveButton
            label={`Remove ${key}`}
            onClick={() => patch([{ op: 'remove', path: names.length === 1 && removable ? path : [...path, key] }])}
          />
        </div>
      ))}
      <Problems of={problemsAt(problems, path)} />
      <div className={css.listRow}>
        <TextInput
          className={css.grow}
          aria-label="Name to add"
          placeholder="name"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <AddButton onClick={add}>Add</AddButton>
      </div>
    </div>
  );
}
