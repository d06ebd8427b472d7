'use client';

import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Mark, type MarkState } from '../share/Marks.tsx';
import { useNamespaceScope } from '../shell/scope.ts';
import css from './tables.module.css';
import { useUrlState } from './url-state.ts';

/** A state to filter by. */
export interface Segment {
  id: string;
  label: string;
  mark?: MarkState;
  count: number;
}

/** Search and states of a list; both live in the URL as `q` and `state`. */
export function FilterBar({
  placeholder,
  total,
  segments,
}: {
  placeholder: string;
  total: number;
  segments: Segment[];
}) {
  const [search, change] = useUrlState();
  const asked = search.get('q') ?? '';
  const [text, setText] = useState(asked);
  // the address may change by a link or by going back: what is typed follows
  const [seen, setSeen] = useState(asked);
  if (asked !== seen) {
    setSeen(asked);
    if (asked !== text.trim()) setText(asked);
  }
  useEffect(() => {
    if (text.trim() === asked) return;
    const timer = setTimeout(() => change({ q: text.trim() }), 150);
    return () => clearTimeout(timer);
  }, [text, asked, change]);
  const state = search.get('state') ?? '';
  const [namespace, setNamespace] = useNamespaceScope();
  const offered = segments.filter((entry) => entry.count > 0 || entry.id === state);
  return (
    <div className={css.filters}>
      <TextInput
        className={css.search}
        data-filter
        aria-label={placeholder}
        placeholder={placeholder}
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={text === '' ? <kbd className={css.slash}>/</kbd> : <ClearButton clear={() => setText('')} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.preventDefault();
            setText('');
          }
        }}
      />
      {offered.length > 0 && (
        <div className={css.segments}>
          {[{ id: '', label: 'All', count: total }, ...offered].map((segment: Segment) => (
            <button
              key={segment.id}
              type="button"
              aria-pressed={segment.id === state}
              onClick={() => change({ state: segment.id })}
            >
              {segment.mark && <Mark state={segment.mark} />}
              {segment.label} {segment.count}
            </button>
          ))}
        </div>
      )}
      {namespace !== '' && (
        <Button
          size="compact-xs"
          variant="default"
          rightSection={<IconX size={12} aria-hidden />}
          aria-label={`Namespace ${namespace}, show all`}
          onClick={() => setNamespace('')}
        >
          namespace {namespace}
        </Button>
      )}
    </div>
  );
}

function ClearButton({ clear }: { clear: () => void }) {
  return (
    <button type="button" className={css.clear} aria-label="Clear the search" onClick={clear}>
      <IconX size={14} aria-hidden />
    </button>
  );
}

/** Says what the filters hide, and takes them away. */
export function NothingFound({ noun, total }: { noun: string; total: number }) {
  const [search, change] = useUrlState();
  const q = search.get('q') ?? '';
  const parts = [
    q === '' ? '' : `matches ${q}`,
    search.get('state') ? `is in the state ${search.get('state')}` : '',
    search.get('ns') ? `is in namespace ${search.get('ns')}` : '',
  ].filter(Boolean);
  return (
    <div className={css.nothing}>
      <p>
        No {noun} {parts.join(' and ') || 'is shown'}. {total} in all namespaces.
      </p>
      <Button variant="default" size="xs" onClick={() => change({ q: null, state: null, ns: null })}>
        Clear filters
      </Button>
    </div>
  );
}
