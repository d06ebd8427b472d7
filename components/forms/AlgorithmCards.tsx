'use client';

import { useId, useState } from 'react';
import { algorithmsInShort } from '../../server/model/backendtrafficpolicy/algorithms.ts';
import { problemsAt } from '../editor/problems.ts';
import { useForm } from './context.ts';
import { Row, useField } from './Field.tsx';
import looks from './AlgorithmCards.module.css';
import css from './forms.module.css';
import { BALANCER, chooseAlgorithm, foreignBlocks } from './load-balancer.ts';
import { asText } from './shapes.ts';

/** The choice of the balancer, one card each. */
export function AlgorithmCards() {
  const { document, patch, problems, undo } = useForm();
  const group = useId();
  const type = asText(document.get([...BALANCER, 'type']));
  const set = document.get(BALANCER) !== undefined;
  const path = [...BALANCER, 'type'];
  const field = useField(path);
  /** The algorithm whose choice took blocks away, and which. */
  const [removed, setRemoved] = useState<{ by: string; names: string[] } | null>(null);
  const known: readonly (readonly [string, string])[] = Object.entries(algorithmsInShort);
  const cards =
    type === '' || known.some(([value]) => value === type)
      ? known
      : [...known, [type, 'Not an algorithm of this API.'] as const];
  const choose = (next: string) => {
    if (next === type) return;
    const names = foreignBlocks(document, next);
    setRemoved(names.length > 0 ? { by: next, names } : null);
    patch(chooseAlgorithm(document, next));
  };
  return (
    <Row
      path={path}
      problems={[...problemsAt(problems, BALANCER), ...problemsAt(problems, path)]}
      help={
        <>
          {!set && 'Not set: LeastRequest, the default, is in force. '}
          {set && (
            <button
              type="button"
              className={css.link}
              onClick={() => {
                setRemoved(null);
                patch([{ op: 'remove', path: BALANCER }]);
              }}
            >
              Unset: back to the default
            </button>
          )}
          {removed !== null && removed.by === type && (
            <span className={css.said} role="status">
              <code>{removed.names.join(', ')}</code> was removed with this choice, since the API refuses it beside{' '}
              {type}.{' '}
              <button
                type="button"
                className={css.link}
                onClick={() => {
                  setRemoved(null);
                  undo();
                }}
              >
                Undo
              </button>
            </span>
          )}
        </>
      }
    >
      <div className={looks.cards} role="radiogroup" aria-label={field?.label}>
        {cards.map(([value, meaning]) => (
          // its text is the algorithm's name
          // oxlint-disable-next-line jsx-a11y/label-has-associated-control
          <label key={value} className={looks.choice} data-checked={value === type || undefined}>
            <input type="radio" name={group} value={value} checked={value === type} onChange={() => choose(value)} />
            <span>
              <b>{value}</b>
              <span>{meaning}</span>
            </span>
          </label>
        ))}
      </div>
    </Row>
  );
}
