'use client';

import { Link } from '../ui/Link.tsx';
import { useConsoleState } from '../live/queries.ts';
import { Mark } from '../share/Marks.tsx';
import css from './workbench.module.css';

interface Props {
  revision: number;
  /** From the click to the proxy, null while it is not known. */
  seconds: number | null;
  kind: string;
  name: string;
  page: string;
  traffic: string;
  undo: (() => void) | null;
}

/** What became of a saved text: whether the proxy serves it yet, and where to see it. */
export function SavedLine({ revision, seconds, kind, name, page, traffic, undo }: Props) {
  const proxy = useConsoleState().data?.proxy;
  const served = proxy?.revision ?? null;
  const inService = proxy?.connected === true && served !== null && served >= revision;
  return (
    <div className={css.savedLine} role="status" data-testid="saved">
      {inService ? (
        <>
          <Mark state="ok" />
          <span>
            Saved as revision <b>{revision}</b>. On {proxy.workers} of {proxy.workers} workers
            {seconds !== null && ` after ${seconds.toFixed(1)} s`}.
          </span>
        </>
      ) : proxy?.refused ? (
        <>
          <Mark state="bad" />
          <span>
            Saved as revision <b>{revision}</b>. The proxy refused it and goes on with the one before: {proxy.refused}
          </span>
        </>
      ) : proxy?.connected === false ? (
        <>
          <Mark state="warn" />
          <span>
            Saved as revision <b>{revision}</b>. The proxy does not answer; it takes this text when it is back.
          </span>
        </>
      ) : (
        <>
          <Mark state="pending" />
          <span>
            Saved as revision <b>{revision}</b>, on its way to the proxy
          </span>
        </>
      )}
      <Link href={page}>
        {kind} {name}
      </Link>
      <Link href={traffic}>Traffic</Link>
      {undo && (
        <button type="button" className={css.link} onClick={undo}>
          Undo
        </button>
      )}
    </div>
  );
}
