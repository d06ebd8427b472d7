'use client';

import { Button } from '@mantine/core';
import { IconActivityHeartbeat, IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import type { ObjectKey } from '../../server/model/object.ts';
import { editPageOf } from '../editor/edit-pages.ts';
import { useDelete } from '../ui/use-delete.tsx';

/** What can be done with an object, at the right of its header. */
export function DetailActions({ objectKey, traffic }: { objectKey: ObjectKey; traffic: string }) {
  const confirmDelete = useDelete();
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => confirmDelete(objectKey)}>
        Delete
      </Button>
      <Button component={Link} variant="default" leftSection={<IconActivityHeartbeat size={15} />} href={traffic}>
        Traffic
      </Button>
      <Button component={Link} leftSection={<IconPencil size={15} />} href={editPageOf(objectKey)} data-hotkey="e">
        Edit
      </Button>
    </>
  );
}
