'use client';

import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { messageAlone, problemsAt, type EditorProblem } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { Mark } from '../share/Marks.tsx';
import { useForm } from './context.ts';
import css from './forms.module.css';
import { asText } from './shapes.ts';

/** Problems of a place, in the API's words, each with its line. */
export function Problems({ of }: { of: readonly EditorProblem[] }) {
  const { jump } = useForm();
  if (of.length === 0) return null;
  return (
    <div className={css.fieldProblems}>
      {of.map((problem) => (
        <p key={`${problem.field} ${problem.message}`} data-severity={problem.severity}>
          <Mark state={problem.severity === 'error' ? 'bad' : 'warn'} />
          <span>
            {messageAlone(problem)}{' '}
            {problem.line !== null && (
              <button type="button" className={css.link} onClick={() => jump(problem.line!)}>
                Line {problem.line}
              </button>
            )}
          </span>
        </p>
      ))}
    </div>
  );
}

/** A label with what belongs to it. `for` names a single control; without it the row is a group. */
export function Row(props: {
  label: string;
  help?: ReactNode;
  id?: string;
  problems?: readonly EditorProblem[];
  children: ReactNode;
}) {
  const labelId = useId();
  return (
    <div className={css.row} {...(props.id === undefined ? { role: 'group', 'aria-labelledby': labelId } : {})}>
      {props.id === undefined ? (
        <span className={css.label} id={labelId}>
          {props.label}
        </span>
      ) : (
        <label className={css.label} htmlFor={props.id}>
          {props.label}
        </label>
      )}
      <div className={css.control}>
        {props.children}
        {props.help !== undefined && <div className={css.help}>{props.help}</div>}
        {props.problems && <Problems of={props.problems} />}
      </div>
    </div>
  );
}

interface InputProps {
  path: Path;
  /** Read aloud; shown where the input stands alone. */
  label: string;
  placeholder?: string;
  mono?: boolean;
  /** An empty input removes the field; with this it stays as ''. */
  keepEmpty?: boolean;
  className?: string | undefined;
  id?: string;
  /** Shows the problems of the field below. */
  problems?: boolean;
}

/** A text at a path. */
export function TextField({
  path,
  label,
  placeholder,
  mono = false,
  keepEmpty = false,
  className,
  id,
  problems = true,
}: InputProps) {
  const { document, patch, problems: all } = useForm();
  const own = problemsAt(all, path);
  const bad = own.some(({ severity }) => severity === 'error');
  return (
    <div className={className}>
      <TextInput
        {...(id === undefined ? {} : { id })}
        aria-label={label}
        aria-invalid={bad}
        error={bad}
        value={asText(document.get(path))}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        {...(mono ? { classNames: { input: css.mono! } } : {})}
        onChange={({ currentTarget: { value } }) =>
          patch([value === '' && !keepEmpty ? { op: 'remove', path } : { op: 'set', path, value }], path.join('/'))
        }
      />
      {problems && <Problems of={own} />}
    </div>
  );
}

/** A whole number at a path. */
export function NumberField(props: InputProps & { min?: number; max?: number; suffix?: string }) {
  const { path, label, placeholder, className, min, max, id, problems = true } = props;
  const { document, patch, problems: all } = useForm();
  const own = problemsAt(all, path);
  const bad = own.some(({ severity }) => severity === 'error');
  const value = document.get(path);
  return (
    <div className={className}>
      <NumberInput
        {...(id === undefined ? {} : { id })}
        aria-label={label}
        aria-invalid={bad}
        error={bad}
        value={typeof value === 'number' ? value : asText(value)}
        placeholder={placeholder}
        allowDecimal={false}
        clampBehavior="none"
        hideControls
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        onChange={(next) =>
          patch([next === '' ? { op: 'remove', path } : { op: 'set', path, value: Number(next) }], path.join('/'))
        }
      />
      {problems && <Problems of={own} />}
    </div>
  );
}

interface ChoiceProps extends InputProps {
  options: readonly { value: string; label: string }[];
  /** What holds where nothing is written: choosing it removes the field. */
  unset?: string;
  /** Further changes that belong to the choice. */
  also?: (value: string) => Parameters<ReturnType<typeof useForm>['patch']>[0];
}

/** One of a few values. A value that is not among them stays and is shown. */
export function ChoiceField({ path, label, options, unset, className, id, also, problems = true }: ChoiceProps) {
  const { document, patch, problems: all } = useForm();
  const own = problemsAt(all, path);
  const value = asText(document.get(path));
  const known = options.some((option) => option.value === value) || (value === '' && unset !== undefined);
  return (
    <div className={className}>
      <NativeSelect
        {...(id === undefined ? {} : { id })}
        aria-label={label}
        error={own.some(({ severity }) => severity === 'error')}
        value={value}
        data={[
          ...(unset === undefined ? [] : [{ value: '', label: unset }]),
          ...options,
          ...(known ? [] : [{ value, label: value === '' ? 'Choose' : value, disabled: value === '' }]),
        ]}
        onChange={({ currentTarget: { value: next } }) =>
          patch([next === '' ? { op: 'remove', path } : { op: 'set', path, value: next }, ...(also?.(next) ?? [])])
        }
      />
      {problems && <Problems of={own} />}
    </div>
  );
}
