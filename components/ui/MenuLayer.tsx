'use client';

import { Link } from './Link.tsx';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import css from './menu.module.css';
import { placeMenu } from './place-menu.ts';

/** One line of a menu. */
export type MenuEntry =
  | { type: 'line' }
  | { type: 'note'; text: string }
  | {
      type?: 'item';
      label: string;
      icon?: ReactNode;
      /** Leads there; else `run` is called. */
      href?: string;
      run?: () => void;
      /** A box that is on or off; such a menu stays open. */
      checked?: boolean;
      /** The one of several that is chosen. */
      current?: boolean;
      disabled?: boolean;
      bad?: boolean;
    };

type Item = Exclude<MenuEntry, { type: 'line' } | { type: 'note' }>;

interface Props {
  label: string;
  entries: readonly MenuEntry[];
  align: 'start' | 'end';
  button: RefObject<HTMLButtonElement | null>;
  close: () => void;
}

/** The open menu, in the browser's top layer and so without a portal: it belongs to the landmark of its button. */
export function MenuLayer({ label, entries, align, button, close }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const closing = useRef(close);
  useEffect(() => {
    closing.current = close;
  });
  useLayoutEffect(() => {
    const layer = menu.current;
    const opener = button.current;
    if (!layer || !opener) return;
    layer.showPopover();
    const { left, top, width, height } = opener.getBoundingClientRect();
    const place = placeMenu(
      { left, top, width, height },
      { width: layer.offsetWidth, height: layer.offsetHeight },
      { width: document.documentElement.clientWidth, height: window.innerHeight },
      align,
    );
    Object.assign(layer.style, {
      left: `${place.left}px`,
      top: `${place.top}px`,
      maxHeight: `${place.maxHeight}px`,
    });
    (layer.querySelector<HTMLElement>('[aria-current=true]') ?? itemsOf(layer)[0])?.focus({ preventScroll: true });
  }, [align, button]);
  useEffect(() => {
    const layer = menu.current;
    // a press on the button closes by the click that follows
    const press = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!layer?.contains(target) && !button.current?.contains(target)) closing.current();
    };
    const scroll = (event: Event) => {
      if (!layer?.contains(event.target as Node)) closing.current();
    };
    const leave = () => closing.current();
    document.addEventListener('pointerdown', press, true);
    document.addEventListener('scroll', scroll, true);
    window.addEventListener('resize', leave);
    return () => {
      document.removeEventListener('pointerdown', press, true);
      document.removeEventListener('scroll', scroll, true);
      window.removeEventListener('resize', leave);
    };
  }, [button]);

  const leave = () => {
    close();
    button.current?.focus();
  };
  const choose = (item: Item) => {
    if (item.checked === undefined) leave();
    item.run?.();
  };
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    // keys of the table or page behind must not act
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault();
      leave();
    } else if (menu.current && moveTo(itemsOf(menu.current), event.key)) event.preventDefault();
  };
  return (
    // keys move between the items, which take the focus themselves
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div ref={menu} popover="manual" role="menu" aria-label={label} className={css.menu} onKeyDown={onKey}>
      {entries.map((entry, index) =>
        // entries have no identity of their own: they stand where they stand while the menu is open
        entry.type === 'line' ? (
          // oxlint-disable-next-line react/no-array-index-key
          <hr key={index} />
        ) : entry.type === 'note' ? (
          // oxlint-disable-next-line react/no-array-index-key
          <p key={index} role="presentation" className={css.note}>
            {entry.text}
          </p>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <Line key={index} item={entry} choose={() => choose(entry)} />
        ),
      )}
    </div>
  );
}

function Line({ item, choose }: { item: Item; choose: () => void }) {
  const { label, icon, href, checked, current, disabled, bad } = item;
  const shared = {
    className: css.item,
    tabIndex: -1,
    'data-bad': bad,
    'aria-current': current,
    onClick: choose,
    children: (
      <>
        {(icon !== undefined || checked !== undefined || current !== undefined) && (
          <span className={css.icon} aria-hidden>
            {icon ?? (checked === true || current === true ? '✓' : '')}
          </span>
        )}
        {label}
      </>
    ),
  };
  if (href !== undefined) return <Link role="menuitem" href={href} {...shared} />;
  return checked === undefined ? (
    <button type="button" role="menuitem" disabled={disabled} {...shared} />
  ) : (
    <button type="button" role="menuitemcheckbox" aria-checked={checked} disabled={disabled} {...shared} />
  );
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)')];
}

/** Moves the focus as the pattern for menus says. @returns whether the key is one that moves */
function moveTo(items: HTMLElement[], key: string): boolean {
  const at = items.findIndex((item) => item === document.activeElement);
  const last = items.length - 1;
  const next =
    key === 'ArrowDown'
      ? (at + 1) % items.length
      : key === 'ArrowUp'
        ? at <= 0
          ? last
          : at - 1
        : key === 'Home'
          ? 0
          : key === 'End'
            ? last
            : -1;
  if (next >= 0) {
    items[next]?.focus();
    return true;
  }
  if (key.length !== 1 || key === ' ') return false;
  const starts = (item: HTMLElement) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
  const found = [...items.slice(at + 1), ...items.slice(0, at + 1)].find(starts);
  found?.focus();
  return found !== undefined;
}
