'use client';

import type { Path } from '../editor/values.ts';
import { useForm } from './context.ts';
import { Problems, TextField } from './Field.tsx';
import css from './forms.module.css';
import { problemsAt } from '../editor/problems.ts';
import { AddButton, RemoveButton } from './Section.tsx';
import { asList } from './shapes.ts';

interface Props {
  path: Path;
  /** What one item is, for example `hostname`. */
  noun: string;
  /** Key of the text within an item that is a map; absent: the items are texts. */
  field?: string;
  /** What a new item starts with. */
  fresh: string;
  placeholder?: string;
  /** The last item takes the list away with it. */
  dropEmpty?: boolean;
}

/** A list of short texts. */
export function TextList({ path, noun, field, fresh, placeholder, dropEmpty = true }: Props) {
  const { document, patch, problems } = useForm();
  const items = asList(document.get(path));
  const place = (index: number): Path => [...path, index, ...(field === undefined ? [] : [field])];
  return (
    <div className={css.list}>
      {items.map((_, index) => (
        // items have no identity but their place
        // oxlint-disable-next-line react/no-array-index-key
        <div className={css.listRow} key={index}>
          <TextField
            path={place(index)}
            label={`${noun} ${index + 1}`}
            mono
            keepEmpty
            className={css.grow}
            {...(placeholder === undefined ? {} : { placeholder })}
          />
          <RemoveButton
            label={`Remove ${noun} ${index + 1}`}
            onClick={() => patch([{ op: 'remove', path: items.length === 1 && dropEmpty ? path : [...path, index] }])}
          />
        </div>
      ))}
      <Problems of={problemsAt(problems, path)} />
      <div>
        <AddButton
          onClick={() =>
            patch([
              { op: 'insert', path, index: items.length, value: field === undefined ? fresh : { [field]: fresh } },
            ])
          }
        >
          {noun.charAt(0).toUpperCase() + noun.slice(1)}
        </AddButton>
      </div>
    </div>
  );
}
