'use client';

import {
  IconActivityHeartbeat,
  IconCode,
  IconCopy,
  IconDots,
  IconDownload,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import type { ObjectKey } from '../../server/model/object.ts';
import { keyText } from '../../server/model/object.ts';
import { editPageOf } from '../editor/edit-pages.ts';
import { yamlPageOf } from '../live/kinds.ts';
import { ActionMenu, type MenuEntry } from '../ui/ActionMenu.tsx';
import css from './tables.module.css';
import { useDelete } from '../ui/use-delete.tsx';
import { copyText } from './copy-text.ts';

interface Props {
  objectKey: ObjectKey;
  /** Scope of the Traffic page, where the object has one. */
  trafficScope?: string;
}

const SIZE = 15;

/** What can be done with the object of a row. */
export function RowMenu({ objectKey, trafficScope }: Props) {
  const confirmDelete = useDelete();
  const entries = (): MenuEntry[] => [
    { label: 'Edit', href: editPageOf(objectKey), icon: <IconPencil size={SIZE} /> },
    { label: 'YAML and conditions', href: yamlPageOf(objectKey), icon: <IconCode size={SIZE} /> },
    ...(trafficScope === undefined
      ? []
      : [
          {
            label: 'Traffic',
            href: `/traffic?scope=${trafficScope}`,
            icon: <IconActivityHeartbeat size={SIZE} />,
          },
        ]),
    { label: 'Copy as YAML', icon: <IconCopy size={SIZE} />, run: () => void copyText(objectKey) },
    {
      label: 'Export',
      href: `/export?objects=${encodeURIComponent(keyText(objectKey))}`,
      icon: <IconDownload size={SIZE} />,
    },
    { type: 'line' },
    { label: 'Delete', bad: true, icon: <IconTrash size={SIZE} />, run: () => confirmDelete(objectKey, null) },
  ];
  return (
    <ActionMenu label={`Actions for ${objectKey.name}`} entries={entries} align="end">
      {(trigger) => (
        <button type="button" className={css.rowMenu} aria-label={`Actions for ${objectKey.name}`} {...trigger}>
          <IconDots size={16} aria-hidden />
        </button>
      )}
    </ActionMenu>
  );
}
