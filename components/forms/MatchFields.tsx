'use client';

import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { useForm } from './context.ts';
import { ChoiceField, Problems, TextField } from './Field.tsx';
import css from './forms.module.css';
import { MoveButtons } from './Move.tsx';
import { AddButton, RemoveButton } from './Section.tsx';
import { asList } from './shapes.ts';

interface Props {
  path: Path;
  number: number;
  count: number;
  remove: () => void;
}

/** One match: everything in it has to hold. */
export function MatchFields({ path, number, count, remove }: Props) {
  const { document, patch, problems } = useForm();
  const has = (field: string) => document.get([...path, field]) !== undefined;
  return (
    <div className={css.card} role="group" aria-label={`Match ${number}`} data-movable={path.slice(0, -1).join('/')}>
      {(has('path') || !(has('method') || has('headers') || has('queryParams'))) && (
        <div className={css.line}>
          <span className={css.lineLabel}>Path</span>
          <div className={css.lineBody}>
            <ChoiceField path={[...path, 'path', 'type']} label="How the path matches" className={css.small} />
            <TextField path={[...path, 'path', 'value']} placeholder="/" mono className={css.grow} />
          </div>
        </div>
      )}
      {has('method') && (
        <div className={css.line}>
          <span className={css.lineLabel}>Method</span>
          <div className={css.lineBody}>
            <ChoiceField path={[...path, 'method']} unset="Any method" className={css.grow} />
          </div>
          <RemoveButton label="Remove method" onClick={() => patch([{ op: 'remove', path: [...path, 'method'] }])} />
        </div>
      )}
      <NamedMatches path={[...path, 'headers']} label="Header" />
      <NamedMatches path={[...path, 'queryParams']} label="Query" />
      <Problems of={[...problemsAt(problems, path), ...problemsAt(problems, [...path, 'path'])]} />
      <div className={css.buttons}>
        {!has('path') && (has('method') || has('headers') || has('queryParams')) && (
          <AddButton
            onClick={() => patch([{ op: 'set', path: [...path, 'path'], value: { type: 'PathPrefix', value: '/' } }])}
          >
            Path
          </AddButton>
        )}
        {!has('method') && (
          <AddButton onClick={() => patch([{ op: 'set', path: [...path, 'method'], value: 'GET' }])}>Method</AddButton>
        )}
        <AddNamed path={[...path, 'headers']} label="Header" fresh={{ name: 'x-version', value: '2' }} />
        <AddNamed path={[...path, 'queryParams']} label="Query" fresh={{ name: 'version', value: '2' }} />
        <span className={css.spring} />
        <MoveButtons path={path.slice(0, -1)} index={number - 1} count={count} label={`match ${number}`} />
        <RemoveButton label={`Remove match ${number}`} onClick={remove} />
      </div>
    </div>
  );
}

/** Button that adds a header or query parameter. */
export function AddNamed({
  path,
  label,
  fresh,
}: {
  path: Path;
  label: string;
  fresh: { name: string; value: string };
}) {
  const { document, patch } = useForm();
  const count = asList(document.get(path)).length;
  return <AddButton onClick={() => patch([{ op: 'insert', path, index: count, value: fresh }])}>{label}</AddButton>;
}

/** Headers or query parameters with the value that each must have. */
export function NamedMatches({ path, label }: { path: Path; label: string }) {
  const { document, patch, problems } = useForm();
  const items = asList(document.get(path));
  return (
    <>
      {items.map((_, index) => (
        // entries have no identity but their place
        // oxlint-disable-next-line react/no-array-index-key
        <div className={css.line} key={index}>
          <span className={css.lineLabel}>{label}</span>
          <div className={css.lineBody}>
            <TextField path={[...path, index, 'name']} label={`${label} name`} mono keepEmpty className={css.grow} />
            <ChoiceField
              path={[...path, index, 'type']}
              label={`How the ${label.toLowerCase()} matches`}
              className={css.small}
            />
            <TextField path={[...path, index, 'value']} label={`${label} value`} mono keepEmpty className={css.grow} />
          </div>
          <RemoveButton
            label={`Remove ${label.toLowerCase()} ${index + 1}`}
            onClick={() => patch([{ op: 'remove', path: items.length === 1 ? path : [...path, index] }])}
          />
        </div>
      ))}
      <Problems of={problemsAt(problems, path)} />
    </>
  );
}
