'use client';

import { Button, Slider } from '@mantine/core';
import { useState } from 'react';
import { Rails } from '../../share/Rails.tsx';
import { Swatch } from '../../share/Swatch.tsx';
import { percent } from '../../traffic/format.ts';
import { NumberField } from '../../ui/NumberField.tsx';
import css from './move.module.css';
import { canMove, sharesOf, weightPatches, weightsOf } from './moved-weights.ts';
import { backendText, type RuleFacts } from './rule-facts.ts';
import type { Patch } from '../../editor/document-model.ts';

/** The largest weight that a slider offers; the field beside it takes any. */
const SLIDER = 100;
/** Source: HTTPBackendRef.weight. */
const LARGEST = 1_000_000;

interface Props {
  rules: readonly RuleFacts[];
  namespace: string;
  close: () => void;
  /** Takes the changes to where they are looked at and saved. */
  review: (patches: readonly Patch[]) => Promise<void>;
}

/** Weights of the backends of each rule, with the shares that follow: above with the change, below now. */
export function MoveTraffic({ rules, namespace, close, review }: Props) {
  const before = weightsOf(rules.map(({ spec }) => spec));
  const [after, setAfter] = useState<readonly (readonly number[])[]>(before);
  const [error, setError] = useState<string | null>(null);
  const patches = weightPatches(before, after);
  const change = (r: number, b: number, weight: number) =>
    setAfter(after.map((rule, i) => (i === r ? rule.map((known, j) => (j === b ? weight : known)) : rule)));
  const go = () =>
    review(patches).then(close, (failure: unknown) =>
      setError(failure instanceof Error ? failure.message : String(failure)),
    );
  return (
    <div className={css.dialog}>
      {rules.filter(canMove).map((rule) => {
        const r = rule.index;
        const weights = after[r] ?? [];
        const shares = sharesOf(weights);
        const now = sharesOf(before[r] ?? []);
        const refs = rule.spec.backendRefs ?? [];
        return (
          <section key={r} aria-label={`Rule ${rule.label}`}>
            <h3>Rule {rule.label}</h3>
            <Rails
              segments={refs.map((ref, b) => ({
                name: backendText(ref, namespace),
                got: shares[b] ?? 0,
                expected: now[b] ?? 0,
                slot: b + 1,
              }))}
            />
            <p className={css.hint}>Above with the change, below now.</p>
            {refs.map((ref, b) => {
              const name = backendText(ref, namespace);
              const weight = weights[b] ?? 0;
              return (
                <div key={`${ref.namespace ?? ''}/${name}`} className={css.line}>
                  <span className={css.name}>
                    <Swatch slot={b + 1} /> {name}
                  </span>
                  <Slider
                    className={css.slider ?? ''}
                    thumbLabel={`Weight of ${name}`}
                    label={null}
                    min={0}
                    max={Math.max(SLIDER, ...(before[r] ?? []))}
                    value={weight}
                    onChange={(value) => change(r, b, value)}
                  />
                  <NumberField
                    aria-label={`Weight of ${name} as a number`}
                    min={0}
                    max={LARGEST}
                    value={weight}
                    onChange={(value) => change(r, b, value)}
                  />
                  <b className={css.share}>{percent(shares[b] ?? 0)} %</b>
                  <span className={css.was}>{percent(now[b] ?? 0)} % now</span>
                </div>
              );
            })}
            {weights.every((weight) => weight === 0) && (
              <p className={css.hint}>With all weights at 0 the rule answers 500.</p>
            )}
            {hashes(rule) && (
              <p className={css.hint}>Weights have no effect here: ConsistentHash places by endpoint.</p>
            )}
          </section>
        );
      })}
      {error !== null && (
        <p role="alert" className={css.error}>
          {error}
        </p>
      )}
      <div className={css.buttons}>
        <Button variant="default" onClick={close}>
          Leave as it is
        </Button>
        <Button disabled={patches.length === 0} onClick={() => void go()}>
          See the change and save
        </Button>
      </div>
    </div>
  );
}

function hashes({ view }: RuleFacts): boolean {
  const action = view?.rule.action;
  return (
    action?.type === 'forward' &&
    action.group.loadBalancer.type === 'ConsistentHash' &&
    action.group.structure === 'localities'
  );
}
