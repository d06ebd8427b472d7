'use client';

import type { Path } from '../editor/values.ts';
import { useForm } from './context.ts';
import css from './forms.module.css';
import { asText } from './shapes.ts';

/** Says that only the YAML can hold a value, and where it stands. */
export function InYaml({ path }: { path: Path }) {
  const { document, jump } = useForm();
  const line = document.nearestLine(path);
  const text = asText(document.get(path));
  return (
    <span className={css.grow}>
      {text !== '' && <code>{text}</code>} In YAML only.{' '}
      {line !== null && (
        <button type="button" className={css.link} onClick={() => jump(line)}>
          Line {line}
        </button>
      )}
    </span>
  );
}
