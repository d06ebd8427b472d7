'use client';

import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import type { BackendGroup } from '../../server/routing/snapshot.ts';
import { ignoredWeights } from '../forms/moves.ts';
import { pageOf } from '../live/kinds.ts';
import { useTraffic } from '../live/LiveProvider.tsx';
import type { Finding } from '../overview/finding.ts';
import { Mark } from '../share/Marks.tsx';
import { ruleTotals } from '../traffic/aggregate.ts';
import { rate } from '../traffic/format.ts';
import { algorithmText } from '../traffic/algorithm.ts';
import { scopeOfRule } from '../traffic/scope.ts';
import css from './drawer.module.css';
import type { Ahead, RuleGroups } from './effect.ts';

const SHOWN = 12;
/** Seconds that a rate is taken over. */
const RANGE = 30;

/** What saving will change: rule by rule with its traffic, what the API will say about the object then, and which problems begin and end. */
export function EffectList({ ahead, refused }: { ahead: Ahead | null; refused: boolean }) {
  const { samples } = useTraffic(RANGE, 2000);
  const rates = useMemo(() => {
    const seconds = samples.reduce((sum, { intervalMs }) => sum + intervalMs, 0) / 1000;
    const found = new Map<string, number>();
    if (seconds === 0) return found;
    for (const [id, { requests }] of ruleTotals(samples))
      found.set(scopeOfRule(id), (found.get(scopeOfRule(id)) ?? 0) + requests / seconds);
    return found;
  }, [samples]);
  const effect = ahead?.effect ?? null;
  return (
    <section className={css.effect} aria-label="What it will change">
      <h3>What it will change</h3>
      {refused ? (
        <>
          <p>Nothing, since the API would refuse this text.</p>
          {(ahead?.groups.length ?? 0) > 0 && (
            <>
              <p>Once it is taken:</p>
              <ul>
                {ahead?.groups.slice(0, SHOWN).map(({ scope, rule, before, after }) => (
                  <li key={scope}>
                    <Mark state="off" />
                    <span>
                      <Link href={pageOf(rule.route)}>
                        {rule.route.namespace}/{rule.route.name}
                      </Link>{' '}
                      <b>{rule.name ?? `rule ${rule.index + 1}`}</b>, {rate(rates.get(scope) ?? 0)} req/s:{' '}
                      {balanceText(before)} to {balanceText(after)}
                    </span>
                  </li>
                ))}
                <WeightsIgnored groups={ahead?.groups ?? []} />
              </ul>
            </>
          )}
        </>
      ) : effect === null ? (
        <p>Working it out.</p>
      ) : (
        <ul>
          {effect.conditions.map(({ where, type, reason, message }) => (
            <li key={`${where} ${type}`}>
              <Mark state="warn" />
              <span>
                {where !== '' && `${where}: `}
                <b>{reason}</b>. {message}
              </span>
            </li>
          ))}
          {effect.rules.slice(0, SHOWN).map(({ kind, namespace, name, rule, scope, changes }) => (
            <li key={scope}>
              <Mark state="off" />
              <span>
                <Link href={pageOf({ kind, namespace, name })}>
                  {namespace}/{name}
                </Link>{' '}
                <b>{rule}</b>, {rate(rates.get(scope) ?? 0)} req/s: {changes.join('; ')}
              </span>
            </li>
          ))}
          {effect.rules.length > SHOWN && <li>And {effect.rules.length - SHOWN} more rules.</li>}
          {effect.rules.length === 0 && <li>No rule gets another backend, policy or answer.</li>}
          <WeightsIgnored groups={ahead?.groups ?? []} />
          <Findings title="Begins" of={effect.introduced} mark="warn" />
          <Findings title="Ends" of={effect.fixed} mark="ok" />
        </ul>
      )}
    </section>
  );
}

function balanceText(group: BackendGroup | null): string {
  return group ? algorithmText(group.loadBalancer) : 'nothing';
}

/** Rules whose weights do nothing with the text. */
function WeightsIgnored({ groups }: { groups: readonly RuleGroups[] }) {
  return groups.map(({ scope, rule, after }) => {
    const weights = after && ignoredWeights(after);
    return weights ? (
      <li key={`weights ${scope}`}>
        <Mark state="warn" />
        <span>
          {rule.route.namespace}/{rule.route.name}: weights {weights} have no effect, since ConsistentHash places
          requests by key over all endpoints alike.
        </span>
      </li>
    ) : null;
  });
}

function Findings({ title, of, mark }: { title: string; of: readonly Finding[]; mark: 'warn' | 'ok' }) {
  return of.slice(0, SHOWN).map(({ id, code, kind, namespace, name, sentence }) => (
    <li key={`${title} ${id}`}>
      <Mark state={mark} />
      <span>
        {title}:{' '}
        <Link href={pageOf({ kind, namespace, name })}>{namespace === '' ? name : `${namespace}/${name}`}</Link>{' '}
        {sentence} <code>{code}</code>
      </span>
    </li>
  ));
}
