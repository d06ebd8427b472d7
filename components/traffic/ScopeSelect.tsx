'use client';

import { Select } from '@mantine/core';

interface Props {
  groups: { group: string; items: { value: string; label: string }[] }[];
  value: string | null;
  placeholder: string;
  onChange: (value: string) => void;
}

/** The list of scopes, open at once and searchable: there may be thousands. */
export function ScopeSelect({ groups, value, placeholder, onChange }: Props) {
  return (
    <Select
      aria-label="Scope"
      // it takes the place of the button that was pressed
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      defaultDropdownOpened
      searchable
      limit={100}
      allowDeselect={false}
      w={300}
      maw="100%"
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      placeholder={placeholder}
      data={groups}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}
