'use client';

import { Button } from '@mantine/core';
import { IconDownload, IconTag, IconTrash, IconX } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useEffect, useRef } from 'react';
import { keyText, type ObjectKey } from '../../server/model/object.ts';
import { useDelete } from '../ui/use-delete.tsx';
import { useLabel } from '../ui/use-label.tsx';
import css from './tables.module.css';

interface Props {
  keys: readonly ObjectKey[];
  /** Rows that the filter shows. */
  total: number;
  all: () => void;
  none: () => void;
}

/** Takes the place of the filter bar while rows are chosen. */
export function SelectionBar({ keys, total, all, none }: Props) {
  const confirmDelete = useDelete();
  const askLabel = useLabel();
  const latest = useRef(none);
  useEffect(() => {
    latest.current = none;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('[role=dialog], [role=menu]'))
        return;
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className={css.filters} role="toolbar" aria-label="Selected rows">
      <b role="status">{keys.length} selected</b>
      {keys.length < total && (
        <Button variant="subtle" size="compact-sm" onClick={all}>
          Select all {total}
        </Button>
      )}
      <span className={css.spring} />
      <Button
        component={Link}
        variant="default"
        size="xs"
        href={`/export?objects=${encodeURIComponent(keys.map(keyText).join(','))}`}
        leftSection={<IconDownload size={15} aria-hidden />}
      >
        Export
      </Button>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconTag size={15} aria-hidden />}
        onClick={() => askLabel(keys, none)}
      >
        Label
      </Button>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconTrash size={15} aria-hidden />}
        onClick={() => confirmDelete(keys, null, none)}
      >
        Delete
      </Button>
      <Button variant="subtle" size="xs" leftSection={<IconX size={15} aria-hidden />} onClick={none}>
        Clear
      </Button>
    </div>
  );
}
