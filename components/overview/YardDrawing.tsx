import css from './examples.module.css';

const TRACKS = [
  { slot: 1, y: 22, from: 'M164 90h20l68 -68H430' },
  { slot: 2, y: 66, from: 'M164 90h20l24 -24H430' },
  { slot: 3, y: 110, from: 'M130 150h42l40 -40H430' },
  { slot: 4, y: 154, from: 'M130 150h42l4 4H430' },
  { slot: 5, y: 222, from: 'M164 210h20l12 12H430' },
  { slot: 6, y: 266, from: 'M164 210h20l56 56H430' },
];

/** One line comes in and branches to six backends. */
export function YardDrawing() {
  return (
    <svg
      className={css.yard}
      viewBox="0 0 520 290"
      aria-hidden
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <g stroke="var(--sy-line-strong)" strokeWidth="2">
        <path d="M0 150h70M70 150h60M70 150l60-60h34M70 150l60 60h34" />
      </g>
      {TRACKS.map(({ slot, y, from }) => (
        <g key={slot}>
          <path d={from} stroke={`var(--sy-b${slot})`} strokeWidth="6" />
          <rect x="436" y={y - 9} width="18" height="18" rx="3" fill={`var(--sy-b${slot})`} />
          <path d={`M462 ${y}h${52 - slot * 3}`} stroke="var(--sy-line-strong)" strokeWidth="2" />
        </g>
      ))}
      <g fill="var(--sy-surface)" stroke="var(--sy-ink)" strokeWidth="2">
        <circle cx="70" cy="150" r="6" />
        <circle cx="164" cy="90" r="5" />
        <circle cx="130" cy="150" r="5" />
        <circle cx="164" cy="210" r="5" />
      </g>
    </svg>
  );
}
