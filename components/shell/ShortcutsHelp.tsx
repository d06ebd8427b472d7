'use client';

import { IconKeyboard } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useRef, useState } from 'react';
import css from './Shell.module.css';
import { later } from '../ui/later.ts';

/** Name of the window event that opens the help from anywhere. */
export const SHORTCUTS_EVENT = 'switchyard:shortcuts';

const ShortcutsDialog = dynamic(
  later(() => import('./ShortcutsDialog.tsx').then((module) => module.ShortcutsDialog)),
  {
    ssr: false,
  },
);

/** Button and dialog with every key; the dialog is loaded when it is first asked for. */
export function ShortcutsHelp() {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const opener = useRef<Element | null>(null);
  const show = useCallback(() => {
    opener.current = document.activeElement;
    setAsked(true);
    setOpen(true);
  }, []);
  useEffect(() => {
    window.addEventListener(SHORTCUTS_EVENT, show);
    return () => window.removeEventListener(SHORTCUTS_EVENT, show);
  }, [show]);
  return (
    <>
      <button
        type="button"
        className={`${css.iconButton} ${css.hideSmall}`}
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts"
        aria-keyshortcuts="?"
        onClick={show}
      >
        <IconKeyboard size={16} />
      </button>
      {asked && (
        <ShortcutsDialog
          open={open}
          close={() => setOpen(false)}
          closed={() => opener.current instanceof HTMLElement && opener.current.focus()}
        />
      )}
    </>
  );
}
