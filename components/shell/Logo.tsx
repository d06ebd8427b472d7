/** The mark: one track that becomes three. */
export function Logo() {
  return (
    <svg
      viewBox="0 0 22 22"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M1.5 11h19M6 11l5-6.5h9.5M6 11l5 6.5h9.5" />
      <circle cx="6" cy="11" r="2.1" fill="currentColor" stroke="none" />
    </svg>
  );
}
