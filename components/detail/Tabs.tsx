'use client';

import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useUrlState } from '../tables/url-state.ts';
import css from './detail.module.css';

/** A view of a detail page; the first one is the default and is left out of the URL. */
export interface Tab {
  id: string;
  label: string;
  /** Beside the label. */
  note?: ReactNode;
  /** Single key that opens it. */
  hotkey?: string;
}

/** The tab that the URL names, and a way to change it (with further parts of the URL). */
export function useTab(tabs: readonly Tab[]): [string, (id: string, more?: Record<string, string | null>) => void] {
  const [search, change] = useUrlState();
  const first = tabs[0]?.id ?? '';
  const asked = search.get('tab');
  const current = tabs.some((tab) => tab.id === asked) && asked !== null ? asked : first;
  return [current, (id, more) => change({ line: null, ...more, tab: id === first ? null : id })];
}

interface Props {
  tabs: readonly Tab[];
  current: string;
  onChange: (id: string) => void;
}

/** Tabs below a page's header: arrows move between them. */
export function Tabs({ tabs, current, onChange }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === current);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.id);
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <div ref={list} className={css.tabs} role="tablist" aria-label="Views" tabIndex={-1} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`tab-${tab.id}`}
          aria-selected={tab.id === current}
          aria-controls={`view-${tab.id}`}
          tabIndex={tab.id === current ? 0 : -1}
          data-hotkey={tab.hotkey}
          onClick={() => onChange(tab.id)}
        >
          {tab.label}
          {tab.note !== undefined && <span>{tab.note}</span>}
        </button>
      ))}
    </div>
  );
}

/** What a tab shows. */
export function TabPanel({ id, children }: { id: string; children: ReactNode }) {
  return (
    <div role="tabpanel" id={`view-${id}`} aria-labelledby={`tab-${id}`} className={css.panel}>
      {children}
    </div>
  );
}
