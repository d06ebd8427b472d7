'use client';

import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { FormField } from '../../server/model/form-fields.ts';
import { FixLinks } from '../editor/FixLinks.tsx';
import { messageAlone, problemsAt, type EditorProblem } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { Mark } from '../share/Marks.tsx';
import { useForm } from './context.ts';
import css from './forms.module.css';
import { asText } from './shapes.ts';

/** Problems of a place, in the API's words, each with its line. */
export function Problems({ of }: { of: readonly EditorProblem[] }) {
  const { jump, patch } = useForm();
  if (of.length === 0) return null;
  return (
    <div className={css.fieldProblems}>
      {of.map((problem) => (
        <p key={`${problem.field} ${problem.message}`} data-severity={problem.severity}>
          <Mark state={problem.severity === 'error' ? 'bad' : 'warn'} />
          <span>
            {messageAlone(problem)} <FixLinks fixes={problem.fixes ?? []} fix={patch} className={css.link} />
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

interface RowProps {
  /** The field that the row is about: its schema has the label and the help, where the row has none of its own. */
  path?: Path;
  label?: string;
  help?: ReactNode;
  /** Names a single control; without it the row is a group. */
  id?: string;
  problems?: readonly EditorProblem[];
  children: ReactNode;
}

/** A label with what belongs to it. */
export function Row(props: RowProps) {
  const labelId = useId();
  const field = useField(props.path);
  const label = props.label ?? field?.label;
  const help = 'help' in props ? props.help : field && <Description text={field.description} />;
  return (
    <div className={css.row} {...(props.id === undefined ? { role: 'group', 'aria-labelledby': labelId } : {})}>
      {props.id === undefined ? (
        <span className={css.label} id={labelId}>
          {label}
        </span>
      ) : (
        <label className={css.label} htmlFor={props.id}>
          {label}
        </label>
      )}
      <div className={css.control}>
        {props.children}
        {help !== undefined && <div className={css.help}>{help}</div>}
        {props.problems && <Problems of={props.problems} />}
      </div>
    </div>
  );
}

/** A description, whose parts between backticks are code. */
function Description({ text }: { text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? <code key={part}>{part}</code> : part));
}

/** What the schema says about a field. */
export function useField(path: Path | undefined): FormField | undefined {
  const { field } = useForm();
  return path === undefined ? undefined : field(path);
}

/** The default of a field as a placeholder. */
function defaultText(field: FormField | undefined): string | undefined {
  const value = field?.default;
  return typeof value === 'string' || typeof value === 'number' ? `${value} (default)` : undefined;
}

/** Words inside a control, at its end. */
function inside(unit: string | undefined): object {
  return unit === undefined
    ? {}
    : {
        rightSection: <span className={css.unit}>{unit}</span>,
        rightSectionWidth: unit.length * 7.5 + 20,
        rightSectionPointerEvents: 'none' as const,
      };
}

/** Beside a control: what holds where nothing is written, once something else is. */
export function DefaultBeside({ path }: { path: Path }) {
  const { document } = useForm();
  const standard = useField(path)?.default;
  const value = document.get(path);
  if ((typeof standard !== 'number' && typeof standard !== 'string') || value === undefined || value === standard)
    return null;
  return <span className={css.beside}>default {standard}</span>;
}

interface InputProps {
  path: Path;
  /** Read aloud; absent: as the schema calls the field. */
  label?: string;
  placeholder?: string;
  mono?: boolean;
  /** An empty input removes the field; with this it stays as ''. */
  keepEmpty?: boolean;
  className?: string | undefined;
  id?: string;
  /** Shows the problems of the field below. */
  problems?: boolean;
  /** What the value is, as it is written inside the control behind it; '' for nothing. */
  unit?: string;
  /** Writes what was typed, where that takes more than the field; absent: `read`, or nothing for ''. */
  write?: (text: string) => void;
  /** It is wrong for a reason that is shown elsewhere. */
  bad?: boolean;
  /** What is written for what was typed or chosen; absent: the text itself. */
  read?: (text: string) => unknown;
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
  unit,
  bad: elsewhere = false,
  write,
  read = (text) => text,
}: InputProps) {
  const { document, patch, problems: all } = useForm();
  const field = useField(path);
  const own = problemsAt(all, path);
  const bad = elsewhere || own.some(({ severity }) => severity === 'error');
  return (
    <div className={className}>
      <TextInput
        {...(id === undefined ? {} : { id })}
        aria-label={label ?? field?.label}
        aria-invalid={bad}
        error={bad}
        value={asText(document.get(path))}
        placeholder={placeholder ?? defaultText(field)}
        {...inside(unit)}
        spellCheck={false}
        autoComplete="off"
        {...(mono ? { classNames: { input: css.mono! } } : {})}
        onChange={({ currentTarget: { value } }) => {
          if (write) return write(value);
          patch(
            [value === '' && !keepEmpty ? { op: 'remove', path } : { op: 'set', path, value: read(value) }],
            path.join('/'),
          );
        }}
      />
      {problems && <Problems of={own} />}
    </div>
  );
}

/** A whole number at a path, between the limits of its schema. */
export function NumberField({ path, label, placeholder, className, id, problems = true, ...props }: InputProps) {
  const { document, patch, problems: all } = useForm();
  const field = useField(path);
  const own = problemsAt(all, path);
  const bad = props.bad === true || own.some(({ severity }) => severity === 'error');
  const value = document.get(path);
  const isDefault = value !== undefined && value === field?.default;
  // the input keeps what was typed: after a change that could not be written it starts anew from the document
  const [turn, setTurn] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (turn > 0) input.current?.focus();
  }, [turn]);
  const unit = (props.unit ?? [field?.unit, isDefault && 'default'].filter(Boolean).join(', ')) || undefined;
  return (
    <div className={className}>
      <NumberInput
        key={turn}
        ref={input}
        {...(id === undefined ? {} : { id })}
        aria-label={label ?? field?.label}
        aria-invalid={bad}
        error={bad}
        value={typeof value === 'number' ? value : asText(value)}
        placeholder={placeholder ?? defaultText(field)}
        allowDecimal={false}
        clampBehavior="none"
        hideControls
        {...(field?.min === undefined ? {} : { min: field.min })}
        {...(field?.max === undefined ? {} : { max: field.max })}
        {...inside(unit)}
        onChange={(next) => {
          const change =
            next === '' ? { op: 'remove' as const, path } : { op: 'set' as const, path, value: Number(next) };
          if (patch([change], path.join('/')) !== null) setTurn(turn + 1);
        }}
      />
      {problems && <Problems of={own} />}
    </div>
  );
}

interface ChoiceProps extends InputProps {
  /** Absent: those of the schema. */
  options?: readonly { value: string; label: string }[];
  /** What holds where nothing is written: choosing it removes the field. Absent: the default, where there is one. */
  unset?: string;
  /** Further changes that belong to the choice. */
  also?: (value: string) => Parameters<ReturnType<typeof useForm>['patch']>[0];
}

/** One of a few values. A value that is not among them stays and is shown. */
export function ChoiceField({
  path,
  label,
  className,
  id,
  also,
  problems = true,
  read = (text) => text,
  ...props
}: ChoiceProps) {
  const { document, patch, problems: all } = useForm();
  const field = useField(path);
  const options = props.options ?? field?.options ?? [];
  const usual = options.find((option) => option.value === field?.default);
  const unset = props.unset ?? (usual && `${usual.label} (default)`);
  const own = problemsAt(all, path);
  const value = asText(document.get(path));
  const known = options.some((option) => option.value === value) || (value === '' && unset !== undefined);
  return (
    <div className={className}>
      <NativeSelect
        {...(id === undefined ? {} : { id })}
        aria-label={label ?? field?.label}
        error={own.some(({ severity }) => severity === 'error')}
        value={value}
        data={[
          ...(unset === undefined ? [] : [{ value: '', label: unset }]),
          ...options.map((option) => ({ value: option.value, label: option.label })),
          ...(known ? [] : [{ value, label: value === '' ? 'Choose' : value, disabled: value === '' }]),
        ]}
        onChange={({ currentTarget: { value: next } }) =>
          patch([
            next === '' ? { op: 'remove', path } : { op: 'set', path, value: read(next) },
            ...(also?.(next) ?? []),
          ])
        }
      />
      {problems && <Problems of={own} />}
    </div>
  );
}
