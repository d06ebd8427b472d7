import Link from 'next/link';
import { pageOf } from '../live/kinds.ts';
import { Mark } from '../share/Marks.tsx';
import css from './drawer.module.css';
import type { Effect } from './effect.ts';

const SHOWN = 12;

/** What saving will change: rule by rule, and what the API will say about the object then. */
export function EffectList({ effect, refused }: { effect: Effect | null; refused: boolean }) {
  return (
    <section className={css.effect} aria-label="What it will change">
      <h3>What it will change</h3>
      {refused ? (
        <p>Nothing, since the API would refuse this text.</p>
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
          {effect.rules.slice(0, SHOWN).map(({ kind, namespace, name, rule, changes }) => (
            <li key={`${kind}/${namespace}/${name} ${rule}`}>
              <Mark state="off" />
              <span>
                <Link href={pageOf({ kind, namespace, name })}>
                  {namespace}/{name}
                </Link>{' '}
                <b>{rule}</b>: {changes.join('; ')}
              </span>
            </li>
          ))}
          {effect.rules.length > SHOWN && <li>And {effect.rules.length - SHOWN} more rules.</li>}
          {effect.rules.length === 0 && <li>No rule gets another backend, policy or answer.</li>}
        </ul>
      )}
    </section>
  );
}
