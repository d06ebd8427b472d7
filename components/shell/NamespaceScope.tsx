'use client';

import { IconChevronDown, IconStack2 } from '@tabler/icons-react';
import { useObjects } from '../live/queries.ts';
import { ActionMenu, type MenuEntry } from '../ui/ActionMenu.tsx';
import { useNamespaceScope } from './scope.ts';
import css from './Shell.module.css';

/** Limits lists to one namespace. */
export function NamespaceScope() {
  const [namespace, setNamespace] = useNamespaceScope();
  const { data } = useObjects('Namespace');
  const names = new Set((data ?? []).map((object) => object.metadata.name ?? ''));
  if (namespace !== '') names.add(namespace);
  const entries = (): MenuEntry[] =>
    ['', ...[...names].sort()].map((name) => ({
      label: name === '' ? 'All namespaces' : name,
      current: namespace === name,
      run: () => setNamespace(name),
    }));
  return (
    <ActionMenu label="Namespace" entries={entries}>
      {(trigger) => (
        <button
          type="button"
          className={css.scope}
          aria-label={namespace === '' ? 'All namespaces' : `Namespace ${namespace}`}
          {...trigger}
        >
          <IconStack2 size={16} aria-hidden />
          <span className={css.scopeName}>{namespace === '' ? 'All namespaces' : namespace}</span>
          <IconChevronDown size={14} aria-hidden />
        </button>
      )}
    </ActionMenu>
  );
}
