import { Fragment } from 'react';
import type { Patch } from './document-model.ts';
import type { Fix } from './remedies.ts';

interface Props {
  fixes: readonly Fix[];
  fix: (patches: readonly Patch[]) => void;
  /** Look of a link. */
  className: string | undefined;
}

/** Ways out of a problem, as links in a row of words. */
export function FixLinks({ fixes, fix, className }: Props) {
  if (fixes.length === 0) return null;
  return (
    <>
      {fixes.map(({ label, patches }, i) => (
        <Fragment key={label}>
          {i > 0 && ' or '}
          <button type="button" className={className} onClick={() => fix(patches)}>
            {label}
          </button>
        </Fragment>
      ))}
      {'. '}
    </>
  );
}
