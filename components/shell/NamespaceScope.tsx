'use client';

import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconStack2 } from '@tabler/icons-react';
import { useObjects } from '../live/queries.ts';
import { useNamespaceScope } from './scope.ts';
import css from './Shell.module.css';

/** Limits lists to one namespace. */
export function NamespaceScope() {
  const [namespace, setNamespace] = useNamespaceScope();
  const { data } = useObjects('Namespace');
  const names = new Set((data ?? []).map((object) => object.metadata.name ?? ''));
  if (namespace !== '') names.add(namespace);
  const check = (on: boolean) => (on ? <IconCheck size={14} aria-hidden /> : <span style={{ width: 14 }} />);
  return (
    <Menu position="bottom-start" shadow="none" offset={4} transitionProps={{ duration: 120 }}>
      <Menu.Target>
        <button
          type="button"
          className={css.scope}
          aria-label={namespace === '' ? 'All namespaces' : `Namespace ${namespace}`}
        >
          <IconStack2 size={16} aria-hidden />
          <span className={css.scopeName}>{namespace === '' ? 'All namespaces' : namespace}</span>
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflowY: 'auto' }}>
        <Menu.Item leftSection={check(namespace === '')} onClick={() => setNamespace('')}>
          All namespaces
        </Menu.Item>
        {[...names].sort().map((name) => (
          <Menu.Item key={name} leftSection={check(namespace === name)} onClick={() => setNamespace(name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
