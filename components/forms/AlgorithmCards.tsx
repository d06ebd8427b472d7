'use client';

import { useId, useState } from 'react';
import { actingAlgorithms } from '../../server/model/backendtrafficpolicy/algorithms.ts';
import { problemsAt } from '../editor/problems.ts';
import { useForm } from './context.ts';
import { Row, useField } from './Field.tsx';
import looks from './AlgorithmCards.module.css';
import css from './forms.module.css';
import { BALANCER, chooseAlgorithm, HASH } from './load-balancer.ts';
import { asMap, asText } from './shapes.ts';

/** The choice of the balancer, one card each. */
export function AlgorithmCards() {
  const { document, patch, problems, undo, jump } = useForm();
  const group = useId();
  const type = asText(document.get([...BALANCER, 'type']));
  const set = document.get(BALANCER) !== undefined;
  const path = [...BALANCER, 'type'];
  const field = useField(path);
  const acting = actingAlgorithms.flatMap((name) => field?.options.find(({ value }) => value === name) ?? []);
  const known = acting.some(({ value }) => value === type);
  /** Algorithm whose choice took the hash block away. */
  const [removedFor, setRemovedFor] = useState<string | null>(null);
  const cards: readonly { value: string; meaning: string }[] =
    known || type === ''
      ? acting
      : [...acting, { value: type, meaning: 'Kept as it is; the proxy runs LeastRequest instead.' }];
  const choose = (next: string) => {
    if (next === type) return;
    setRemovedFor(next !== 'ConsistentHash' && document.get(HASH) !== undefined ? next : null);
    patch(chooseAlgorithm(document, next));
  };
  const extra = Object.keys(asMap(document.get(BALANCER))).filter((key) => !['type', 'consistentHash'].includes(key));
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
                setRemovedFor(null);
                patch([{ op: 'remove', path: BALANCER }]);
              }}
            >
              Unset: back to the default
            </button>
          )}
          {removedFor !== null && removedFor === type && (
            <span className={css.said} role="status">
              <code>consistentHash</code> was removed with this choice, since the API refuses it beside {type}.{' '}
              <button
                type="button"
                className={css.link}
                onClick={() => {
                  setRemovedFor(null);
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
        {cards.map(({ value, meaning }) => (
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
      {problemsAt(problems, BALANCER).some(({ severity }) => severity === 'error') && extra.length > 0 && (
        <p className={css.fixes}>
          {extra.map((key) => (
            <span key={key}>
              <button
                type="button"
                className={css.link}
                onClick={() => patch([{ op: 'remove', path: [...BALANCER, key] }])}
              >
                Remove {key}
              </button>{' '}
              <button
                type="button"
                className={css.link}
                onClick={() => jump(document.nearestLine([...BALANCER, key]) ?? 1)}
              >
                Line {document.nearestLine([...BALANCER, key])}
              </button>{' '}
            </span>
          ))}
        </p>
      )}
    </Row>
  );
}
