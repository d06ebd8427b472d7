'use client';

import { IconLogout2 } from '@tabler/icons-react';
import { useConsoleState } from '../live/queries.ts';
import { signOut } from '../live/session.ts';
import css from './Rail.module.css';

/** Ends the session, where there is one to end. */
export function SignOut() {
  const { data: state } = useConsoleState();
  if (state?.tokenNeeded !== true) return null;
  return (
    <button type="button" className={css.signOut} title="Sign out" onClick={() => void signOut()}>
      <IconLogout2 size={16} stroke={1.75} aria-hidden />
      <span>Sign out</span>
    </button>
  );
}
