'use client';

import { Modal, Switch } from '@mantine/core';
import { useConsoleState } from '../live/queries.ts';
import { navItems } from './nav.ts';
import { releasesOf } from './releases.ts';
import { setSingleKeys, useSingleKeys } from './single-keys.ts';
import css from './Shell.module.css';

const KEYS: [string, string[]][] = [
  ['Search or run a command', ['Ctrl', 'K']],
  ['Filter the list', ['/']],
  ['Move in a list', ['↑', '↓', 'j', 'k']],
  ['Look at the row in the drawer', ['Space']],
  ['Select the row', ['x']],
  ['Previous, next object', ['[', ']']],
  ['Copy this object as', ['c']],
  ['Open the row', ['Enter']],
  ['New object of this page', ['n']],
  ['Edit this object', ['e']],
  ['YAML of this object', ['y']],
  ['Show the changes, again save', ['Ctrl', 'S']],
  ['Next problem in the editor', ['F8']],
  ['Tab leaves the editor', ['Ctrl', 'M']],
  ['Pause the live chart', ['p']],
  ['Move its window, longer with Shift', ['←', '→']],
  ['One series alone, or all', ['1', '9', '0']],
  ['Close the top layer', ['Esc']],
];

interface Props {
  open: boolean;
  close: () => void;
  /** Called once it is gone: the focus goes back. A dialog that begins open does not know to where. */
  closed: () => void;
}

/** Every key. */
export function ShortcutsDialog({ open, close, closed }: Props) {
  const singleKeys = useSingleKeys();
  const releases = releasesOf(useConsoleState().data);
  return (
    <Modal
      opened={open}
      onClose={close}
      returnFocus={false}
      onExitTransitionEnd={closed}
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
      <Switch
        mt={12}
        label="Single keys act"
        description="Off, only keys with Ctrl and those inside lists, menus and dialogs do."
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
      />
      {releases.length > 0 && (
        <p className={css.releases}>
          Follows {releases.map(({ name, release }) => `${name} ${release}`).join(' and ')}.
        </p>
      )}
    </Modal>
  );
}
