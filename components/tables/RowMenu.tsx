'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconActivityHeartbeat, IconCode, IconDots, IconDownload, IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import type { ObjectKey } from '../../server/model/object.ts';
import { keyText } from '../../server/model/object.ts';
import { editPageOf } from '../editor/edit-pages.ts';
import { yamlPageOf } from '../live/kinds.ts';
import { useDelete } from '../ui/use-delete.tsx';

interface Props {
  objectKey: ObjectKey;
  /** Scope of the Traffic page, where the object has one. */
  trafficScope?: string;
}

const SIZE = 15;

/** What can be done with the object of a row. */
export function RowMenu({ objectKey, trafficScope }: Props) {
  const confirmDelete = useDelete();
  return (
    <Menu position="bottom-end" offset={4} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" size={28} aria-label={`Actions for ${objectKey.name}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={editPageOf(objectKey)} leftSection={<IconPencil size={SIZE} aria-hidden />}>
          Edit
        </Menu.Item>
        <Menu.Item component={Link} href={yamlPageOf(objectKey)} leftSection={<IconCode size={SIZE} aria-hidden />}>
          YAML and conditions
        </Menu.Item>
        {trafficScope !== undefined && (
          <Menu.Item
            component={Link}
            href={`/traffic?scope=${trafficScope}`}
            leftSection={<IconActivityHeartbeat size={SIZE} aria-hidden />}
          >
            Traffic
          </Menu.Item>
        )}
        <Menu.Item
          component={Link}
          href={`/export?objects=${encodeURIComponent(keyText(objectKey))}`}
          leftSection={<IconDownload size={SIZE} aria-hidden />}
        >
          Export
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="bad"
          leftSection={<IconTrash size={SIZE} aria-hidden />}
          onClick={() => confirmDelete(objectKey, null)}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
