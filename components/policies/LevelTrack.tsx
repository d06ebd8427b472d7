import type { Level } from './policy-facts.ts';
import css from './LevelTrack.module.css';

const LEVELS: readonly Level[] = ['Gateway', 'Listener', 'Route', 'Rule'];

/** Where a policy sits on the way from the Gateway to the rule: a track of four stops, filled where it holds. */
export function LevelTrack({ levels }: { levels: readonly Level[] }) {
  return (
    <span className={css.level}>
      <svg viewBox="0 0 60 12" width="60" height="12" aria-hidden>
        <path d="M5 6h50" stroke="var(--sy-line-strong)" strokeWidth="1.5" />
        {LEVELS.map((level, i) => (
          <circle
            key={level}
            cx={6 + i * 16}
            cy="6"
            r="4"
            fill={levels.includes(level) ? 'var(--sy-ink)' : 'var(--sy-surface)'}
            stroke={levels.includes(level) ? 'var(--sy-ink)' : 'var(--sy-ctl)'}
            strokeWidth="1.3"
          />
        ))}
      </svg>
      {levels.length === 0 ? 'none' : levels.join(', ')}
    </span>
  );
}
