'use client';

import { Modal } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useConsoleState } from '../live/queries.ts';
import { navItems } from './nav.ts';
import { releasesOf } from './releases.ts';
import css from './Shell.module.css';

/** Name of the window event that opens the help from anywhere. */
export const SHORTCUTS_EVENT = 'switchyard:shortcuts';

const KEYS: [string, string[]][] = [
  ['Search or run a command', ['Ctrl', 'K']],
  ['Filter the list', ['/']],
  ['Move in a list', ['↑', '↓']],
  ['Open the row', ['Enter']],
  ['New object of this page', ['n']],
  ['Edit this object', ['e']],
  ['YAML of this object', ['y']],
  ['Save', ['Ctrl', 'S']],
  ['Next problem in the editor', ['F8']],
  ['Tab leaves the editor', ['Ctrl', 'M']],
  ['Pause the live chart', ['p']],
  ['Close the top layer', ['Esc']],
];

/** Button and dialog with every key. */
export function ShortcutsHelp() {
  const [open, setOpen] = useState(false);
  const releases = releasesOf(useConsoleState().data);
  useEffect(() => {
    const show = () => setOpen(true);
    window.addEventListener(SHORTCUTS_EVENT, show);
    return () => window.removeEventListener(SHORTCUTS_EVENT, show);
  }, []);
  return (
    <>
      <button
        type="button"
        className={`${css.iconButton} ${css.hideSmall}`}
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts"
        aria-keyshortcuts="?"
        onClick={() => setOpen(true)}
      >
        <IconKeyboard size={16} />
      </button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title="Keyboard shortcuts"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <table className={css.keys}>
          <tbody>
            {navItems.map((item) => (
              <tr key={item.href}>
                <td>Go to {item.label}</td>
                <td>
                  <kbd>g</kbd> <kbd>{item.key}</kbd>
                </td>
              </tr>
            ))}
            {KEYS.map(([what, keys]) => (
              <tr key={what}>
                <td>{what}</td>
                <td>
                  {keys.map((key) => (
                    <span key={key}>
                      {' '}
                      <kbd>{key}</kbd>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {releases.length > 0 && (
          <p className={css.releases}>
            Follows {releases.map(({ name, release }) => `${name} ${release}`).join(' and ')}.
          </p>
        )}
      </Modal>
    </>
  );
}
