'use client';

import { useId, type ReactNode } from 'react';
import type { FormField } from '../../server/model/form-fields.ts';
import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { useForm } from './context.ts';
import { ChoiceField, DefaultBeside, NumberField, Problems, Row, TextField } from './Field.tsx';
import css from './forms.module.css';
import { freshValue, isTimeSpan } from './fresh.ts';
import { InYaml } from './InYaml.tsx';
import { MapFields } from './MapFields.tsx';
import { MoveButtons } from './Move.tsx';
import { AddButton, RemoveButton } from './Section.tsx';
import { asList } from './shapes.ts';

interface GroupProps {
  /** Path of the object. */
  path: Path;
  /** Members that are asked for elsewhere. */
  skip?: readonly string[];
  /** Problems of the object as a whole are shown elsewhere. */
  quiet?: boolean;
}

/** The fields of an object as its schema has them: those that are set, and a button for each of the others. */
export function SchemaFields({ path, skip = [], quiet = false }: GroupProps) {
  const { document, patch, problems, field, members } = useForm();
  const names = members(path).filter((name) => !skip.includes(name));
  const isSet = (name: string): boolean => document.get([...path, name]) !== undefined;
  const shown = names.filter((name) => isSet(name) || field([...path, name])?.required);
  const rest = names.filter((name) => !shown.includes(name));
  const add = (name: string) =>
    patch([{ op: 'set', path: [...path, name], value: freshValue([...path, name], { field, members }) }]);
  return (
    <>
      {shown.map((name) => (
        <SchemaField key={name} path={[...path, name]} />
      ))}
      {!quiet && <Problems of={problemsAt(problems, path)} />}
      {rest.length > 0 && (
        <div className={css.unset} role="group" aria-label="Fields that are not set">
          {rest.map((name) => (
            <span key={name} title={field([...path, name])?.description}>
              <AddButton onClick={() => add(name)}>{field([...path, name])?.label ?? name}</AddButton>
            </span>
          ))}
        </div>
      )}
    </>
  );
}

/** One field, asked for in the way that its type needs. */
export function SchemaField({ path }: { path: Path }) {
  const id = useId();
  const { patch, field: of, members } = useForm();
  const field = of(path);
  if (field === undefined) return null;
  const remove = field.required ? null : (
    <RemoveButton label={`Remove ${field.label}`} onClick={() => patch([{ op: 'remove', path }])} />
  );
  const only = field.control === 'group' ? onlyMember(path, of, members) : undefined;
  if (only !== undefined) return <SingleField path={path} member={only} remove={remove} />;
  switch (field.control) {
    case 'group':
      return (
        <div className={css.group} role="group" aria-label={field.label}>
          <div className={css.groupHead}>
            <b>{field.label}</b>
            {remove}
          </div>
          <p className={css.help}>{field.description}</p>
          <SchemaFields path={path} />
        </div>
      );
    case 'list':
      return (
        <Row path={path}>
          <SchemaList path={path} removable={!field.required} />
        </Row>
      );
    case 'map':
      return (
        <Row path={path}>
          <MapFields path={path} removable={!field.required} />
        </Row>
      );
    case 'YAML':
      return (
        <Row path={path}>
          <InYaml path={path} />
        </Row>
      );
    default:
      return (
        <Row path={path} id={id}>
          <div className={css.listRow}>
            <Scalar path={path} id={id} />
            <DefaultBeside path={path} />
            {remove}
          </div>
        </Row>
      );
  }
}

const SCALARS = ['text', 'number', 'number or text', 'choice', 'switch'];

/** The member of an object that has one alone, and that a plain value. */
function onlyMember(
  path: Path,
  of: (path: Path) => FormField | undefined,
  members: (path: Path) => readonly string[],
): string | undefined {
  const [name, ...others] = members(path);
  if (name === undefined || others.length > 0) return undefined;
  return SCALARS.includes(of([...path, name])?.control ?? '') ? name : undefined;
}

/** An object with one value, on one line: the label is the object's, the member is named inside the control. */
function SingleField({ path, member, remove }: { path: Path; member: string; remove: ReactNode }) {
  const id = useId();
  const { problems, field: of } = useForm();
  const at = [...path, member];
  return (
    <Row path={path} id={id} problems={[...problemsAt(problems, path), ...problemsAt(problems, at)]}>
      <div className={css.listRow}>
        <Scalar path={at} id={id} label={`${of(path)?.label} ${of(at)?.label.toLowerCase()}`} single />
        {remove}
      </div>
    </Row>
  );
}

/** Whether few characters are enough for a value: numbers, time spans, one of a few. */
function isShort(field: FormField): boolean {
  return ['number', 'number or text', 'choice', 'switch'].includes(field.control) || isTimeSpan(field);
}

interface ScalarProps {
  path: Path;
  id?: string;
  label?: string;
  /** The only member of its object: named inside the control, problems are shown by the row. */
  single?: boolean;
}

/** A single value at a path. */
function Scalar({ path, id, label, single = false }: ScalarProps) {
  const { field: of, problems } = useForm();
  const field = of(path);
  const named = {
    path,
    className: field && isShort(field) ? css.short : css.grow,
    ...(single
      ? {
          problems: false,
          unit: field?.label.toLowerCase() ?? '',
          bad: problemsAt(problems, path.slice(0, -1)).some(({ severity }) => severity === 'error'),
        }
      : {}),
    ...(id === undefined ? {} : { id }),
    ...(label === undefined ? {} : { label }),
  };
  if (field?.control === 'switch')
    return <ChoiceField {...named} options={BOOLEAN} read={(value) => value === 'true'} />;
  if (field?.control === 'choice')
    return <ChoiceField {...named} read={(value) => (/^\d+$/.test(value) ? Number(value) : value)} />;
  if (field?.control === 'number') return <NumberField {...named} />;
  if (field?.control === 'number or text')
    return <TextField {...named} mono keepEmpty read={(value) => (/^\d+$/.test(value) ? Number(value) : value)} />;
  return <TextField {...named} mono keepEmpty />;
}

const BOOLEAN = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

/** A list of values or of objects. */
export function SchemaList({ path, removable }: { path: Path; removable: boolean }) {
  const { document, patch, problems, field, members } = useForm();
  const items = asList(document.get(path));
  const item = field([...path, 0]);
  const noun = field(path)?.label ?? 'Item';
  const insert = () =>
    patch([{ op: 'insert', path, index: items.length, value: freshValue([...path, 0], { field, members }) }]);
  const list = path.join('/');
  return (
    <div className={css.list}>
      {items.map((_, index) => {
        const at = [...path, index];
        const label = `${noun} ${index + 1}`;
        const buttons = (
          <>
            <MoveButtons path={path} index={index} count={items.length} label={label} />
            <RemoveButton
              label={`Remove ${label}`}
              onClick={() => patch([{ op: 'remove', path: items.length === 1 && removable ? path : at }])}
            />
          </>
        );
        // items have no identity but their place
        if (item?.control === 'group')
          return (
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index} className={css.card} role="group" aria-label={label} data-movable={list}>
              <div className={css.groupHead}>
                <b>{label}</b>
                <span className={css.spring} />
                {buttons}
              </div>
              <SchemaFields path={at} />
            </div>
          );
        return (
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={css.listRow} data-movable={list}>
            {item === undefined || ['list', 'map', 'YAML'].includes(item.control) ? (
              <InYaml path={at} />
            ) : (
              <Scalar path={at} label={label} />
            )}
            {buttons}
          </div>
        );
      })}
      <Problems of={problemsAt(problems, path)} />
      <div className={css.buttons}>
        <AddButton onClick={insert}>Add</AddButton>
        {items.length === 0 && removable && (
          <RemoveButton label={`Remove ${noun}`} onClick={() => patch([{ op: 'remove', path }])} />
        )}
      </div>
    </div>
  );
}
