'use client';

import { problemsAt } from '../editor/problems.ts';
import type { Path } from '../editor/values.ts';
import { useForm } from './context.ts';
import { ChoiceField, Problems, TextField } from './Field.tsx';
import css from './forms.module.css';
import { AddNamed, NamedMatches } from './MatchFields.tsx';
import { MoveButtons } from './Move.tsx';
import { RemoveButton } from './Section.tsx';

interface Props {
  path: Path;
  number: number;
  count: number;
  remove: () => void;
}

/** One match of calls: service, method and headers, all of which have to hold. */
export function CallMatchFields({ path, number, count, remove }: Props) {
  const { problems } = useForm();
  const method = [...path, 'method'];
  return (
    <div className={css.card} role="group" aria-label={`Match ${number}`} data-movable={path.slice(0, -1).join('/')}>
      <div className={css.line}>
        <span className={css.lineLabel}>Call</span>
        <div className={css.lineBody}>
          <ChoiceField path={[...method, 'type']} label="How the call matches" className={css.mode} />
          <TextField
            path={[...method, 'service']}
            label="Service"
            placeholder="every service"
            mono
            className={css.grow}
          />
          <TextField path={[...method, 'method']} label="Method" placeholder="every method" mono className={css.grow} />
        </div>
      </div>
      <NamedMatches path={[...path, 'headers']} label="Header" />
      <Problems of={[...problemsAt(problems, path), ...problemsAt(problems, method)]} />
      <div className={css.buttons}>
        <AddNamed path={[...path, 'headers']} label="Header" fresh={{ name: 'x-env', value: 'test' }} />
        <span className={css.spring} />
        <MoveButtons path={path.slice(0, -1)} index={number - 1} count={count} label={`match ${number}`} />
        <RemoveButton label={`Remove match ${number}`} onClick={remove} />
      </div>
    </div>
  );
}
