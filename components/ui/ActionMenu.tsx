'use client';

import { useRef, useState, type ReactNode, type Ref } from 'react';
import { MenuLayer, type MenuEntry } from './MenuLayer.tsx';

export type { MenuEntry } from './MenuLayer.tsx';

/** What the button that opens the menu has to carry. */
interface TriggerProps {
  ref: Ref<HTMLButtonElement>;
  onClick: () => void;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
}

interface Props {
  /** Name of the menu for those who do not see it. */
  label: string;
  /** Asked for when the menu opens, so that a list of a hundred rows makes none of them. */
  entries: () => MenuEntry[];
  align?: 'start' | 'end';
  children: (trigger: TriggerProps) => ReactNode;
}

/** A button and its menu. Arrows, Home, End and first letters move; Esc, Tab and a press elsewhere close it; the focus goes back to the button. */
export function ActionMenu({ label, entries, align = 'start', children }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      {children({
        ref: button,
        onClick: () => setOpen(!open),
        'aria-haspopup': 'menu',
        'aria-expanded': open,
      })}
      {open && (
        <MenuLayer label={label} entries={entries()} align={align} button={button} close={() => setOpen(false)} />
      )}
    </>
  );
}
