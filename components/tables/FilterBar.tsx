'use client';

import { Button, TextInput } from '@mantine/core';
import { IconChevronDown, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Mark, type MarkState } from '../share/Marks.tsx';
import { useNamespaceScope } from '../shell/scope.ts';
import { ActionMenu } from '../ui/ActionMenu.tsx';
import css from './tables.module.css';
import { useUrlState } from './url-state.ts';

/** A state to filter by. */
export interface Segment {
  id: string;
  label: string;
  mark?: MarkState;
  count: number;
}

/** A further filter: one of several values, in the URL under `param`. */
export interface Choice {
  param: string;
  label: string;
  values: readonly string[];
}

interface Props {
  placeholder: string;
  total: number;
  segments: Segment[];
  /** Those with fewer than two values are left out. */
  choices?: readonly Choice[];
  /** At the right. */
  end?: ReactNode;
}

/** Search and states of a list; both live in the URL as `q` and `state`. */
export function FilterBar({ placeholder, total, segments, choices = [], end }: Props) {
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
    // browsers allow only so many changes of the address in a second
    const timer = setTimeout(() => change({ q: text.trim() }), 30);
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
      {choices.map((choice) => (
        <ChoiceMenu key={choice.param} choice={choice} />
      ))}
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
      {end}
    </div>
  );
}

function ChoiceMenu({ choice: { param, label, values } }: { choice: Choice }) {
  const [search, change] = useUrlState();
  const chosen = search.get(param) ?? '';
  if (values.length < 2 && chosen === '') return null;
  return (
    <ActionMenu
      label={label}
      entries={() =>
        ['', ...values].map((value) => ({
          label: value === '' ? 'Any' : value,
          current: value === chosen,
          run: () => change({ [param]: value }),
        }))
      }
    >
      {(trigger) => (
        <Button
          variant={chosen === '' ? 'subtle' : 'default'}
          size="compact-sm"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          {...trigger}
        >
          {label}
          {chosen !== '' && ` ${chosen}`}
        </Button>
      )}
    </ActionMenu>
  );
}

function ClearButton({ clear }: { clear: () => void }) {
  return (
    <button type="button" className={css.clear} aria-label="Clear the search" onClick={clear}>
      <IconX size={14} aria-hidden />
    </button>
  );
}

/** Parameters that are worded on their own, or that hide nothing. */
const OWN = new Set(['q', 'state', 'ns', 'sort', 'dir', 'cols', 'peek']);

/** Parameters that clearing the filters leaves alone. */
const VIEW = new Set(['sort', 'dir', 'cols', 'peek']);

/** Says what the filters hide, and takes them away. */
export function NothingFound({ noun, total }: { noun: string; total: number }) {
  const [search, change] = useUrlState();
  const q = search.get('q') ?? '';
  const parts = [
    q === '' ? '' : `matches ${q}`,
    search.get('state') ? `is in the state ${search.get('state')}` : '',
    search.get('ns') ? `is in namespace ${search.get('ns')}` : '',
    ...[...search].flatMap(([name, value]) => (OWN.has(name) ? [] : [`has the ${name} ${value}`])),
  ].filter(Boolean);
  return (
    <div className={css.nothing}>
      <p>
        No {noun} {parts.join(' and ') || 'is shown'}. {total} in all namespaces.
      </p>
      <Button
        variant="default"
        size="xs"
        onClick={() =>
          change(Object.fromEntries([...search.keys()].filter((name) => !VIEW.has(name)).map((name) => [name, null])))
        }
      >
        Clear filters
      </Button>
    </div>
  );
}
