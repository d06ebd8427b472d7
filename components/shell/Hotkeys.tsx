'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { navItems } from './nav.ts';
import { useNamespaceScope, withScope } from './scope.ts';
import { SHORTCUTS_EVENT } from './ShortcutsHelp.tsx';
import { takesSingleKey } from './single-keys.ts';

const LEADER_MS = 1500;

/** Single keys: `g` and a letter goes to a page, `?` shows them, `/` filters, `n` `e` `y` press the link that carries `data-hotkey`. */
export function Hotkeys() {
  const router = useRouter();
  const [namespace] = useNamespaceScope();
  const leader = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!takesSingleKey(event)) return;
      if (leader.current > 0 && Date.now() - leader.current < LEADER_MS) {
        leader.current = 0;
        const item = navItems.find((entry) => entry.key === event.key);
        if (item) {
          event.preventDefault();
          router.push(withScope(item.href, namespace));
        }
        return;
      }
      if (event.key === 'g') leader.current = Date.now();
      else if (event.key === '?') window.dispatchEvent(new Event(SHORTCUTS_EVENT));
      else if (event.key === '/') {
        const filter = document.querySelector<HTMLInputElement>('input[data-filter]');
        if (filter) {
          event.preventDefault();
          filter.focus();
          filter.select();
        }
      } else if (['n', 'e', 'y'].includes(event.key)) {
        const button = document.querySelector<HTMLElement>(`[data-hotkey="${event.key}"]`);
        if (button) {
          event.preventDefault();
          button.click();
        }
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router, namespace]);
  return null;
}
