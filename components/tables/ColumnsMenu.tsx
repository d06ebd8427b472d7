'use client';

import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { ActionMenu, type MenuEntry } from '../ui/ActionMenu.tsx';
import { shownColumns, toggledColumns, type Column } from './columns.ts';
import css from './tables.module.css';
import { useUrlState } from './url-state.ts';

/** Which columns a list shows; the choice lives in the URL as `cols`. */
export function ColumnsMenu<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  const [search, change] = useUrlState();
  const cols = search.get('cols');
  const shown = new Set(shownColumns(columns, cols).map((column) => column.id));
  const entries = (): MenuEntry[] => [
    ...columns.flatMap((column): MenuEntry[] =>
      column.choice === undefined
        ? []
        : [
            {
              label: column.choice,
              checked: shown.has(column.id),
              run: () => change({ cols: toggledColumns(columns, cols, column.id) }),
            },
          ],
    ),
    ...(cols === null ? [] : [{ type: 'line' } as const, { label: 'As at first', run: () => change({ cols: null }) }]),
  ];
  return (
    <ActionMenu label="Columns" entries={entries} align="end">
      {(trigger) => (
        <Button
          className={css.columns}
          variant="subtle"
          size="compact-sm"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          {...trigger}
        >
          Columns
        </Button>
      )}
    </ActionMenu>
  );
}
