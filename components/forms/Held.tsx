'use client';

import { IconFileCode } from '@tabler/icons-react';
import { fieldPath, type Path } from '../editor/values.ts';
import { useForm } from './context.ts';
import css from './forms.module.css';
import { unheldIn, type Held } from './held.ts';

interface Props {
  holds: Held;
  /** Only what lies below this path. */
  below?: Path;
  /** Leaves out what lies below this path with one more step, since it is shown there. */
  except?: Path;
}

function isBelow(path: Path, top: Path): boolean {
  return path.length > top.length && top.every((step, i) => path[i] === step);
}

/** Counts what the form cannot hold and links to its lines. */
export function YamlOnly({ holds, below, except }: Props) {
  const { document, jump } = useForm();
  const parts = unheldIn(document.value, holds).filter(
    ({ path }) =>
      (below === undefined || isBelow(path, below)) &&
      (except === undefined || path.length < except.length + 2 || !isBelow(path, except)),
  );
  if (parts.length === 0) return null;
  const fields = parts.reduce((sum, part) => sum + part.fields, 0);
  return (
    <div className={css.yamlOnly}>
      <IconFileCode size={16} aria-hidden />
      <div>
        <b>
          {fields} {fields === 1 ? 'field lives' : 'fields live'} in YAML only.
        </b>{' '}
        The form leaves {fields === 1 ? 'it' : 'them'} as {fields === 1 ? 'it is' : 'they are'}:{' '}
        {parts.map(({ path }, i) => {
          const line = document.nearestLine(path);
          return (
            <span key={fieldPath(path)}>
              {i > 0 && ', '}
              <code>{fieldPath(below ? path.slice(below.length) : path)}</code>
              {line !== null && (
                <>
                  {' '}
                  <button type="button" className={css.link} onClick={() => jump(line)}>
                    Line {line}
                  </button>
                </>
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}
