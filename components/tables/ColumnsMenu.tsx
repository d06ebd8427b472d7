'use client';

import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { shownColumns, toggledColumns, type Column } from './columns.ts';
import css from './tables.module.css';
import { useUrlState } from './url-state.ts';

/** Which columns a list shows; the choice lives in the URL as `cols`. */
export function ColumnsMenu<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  const [search, change] = useUrlState();
  const cols = search.get('cols');
  const shown = new Set(shownColumns(columns, cols).map((column) => column.id));
  return (
    <Menu position="bottom-end" offset={4}>
      <Menu.Target>
        <Button
          className={css.columns}
          variant="subtle"
          size="compact-sm"
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css.choices}>
        {columns.flatMap((column) =>
          column.choice === undefined
            ? []
            : [
                <Menu.CheckboxItem
                  key={column.id}
                  checked={shown.has(column.id)}
                  closeMenuOnClick={false}
                  onChange={() => change({ cols: toggledColumns(columns, cols, column.id) })}
                >
                  {column.choice}
                </Menu.CheckboxItem>,
              ],
        )}
        {cols !== null && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => change({ cols: null })}>As at first</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
