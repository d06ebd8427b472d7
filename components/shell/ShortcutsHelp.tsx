'use client';

import { IconKeyboard } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
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
  const show = () => {
    setAsked(true);
    setOpen(true);
  };
  useEffect(() => {
    const listen = () => {
      setAsked(true);
      setOpen(true);
    };
    window.addEventListener(SHORTCUTS_EVENT, listen);
    return () => window.removeEventListener(SHORTCUTS_EVENT, listen);
  }, []);
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
      {asked && <ShortcutsDialog open={open} close={() => setOpen(false)} />}
    </>
  );
}
