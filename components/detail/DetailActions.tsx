'use client';

import { Button } from '@mantine/core';
import { IconActivityHeartbeat, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import type { ReactNode } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import { editPageOf } from '../editor/edit-pages.ts';
import { CopyAs } from './CopyAs.tsx';
import { useDetailKeys } from './use-detail-keys.ts';
import { useDelete } from '../ui/use-delete.tsx';

interface Props {
  objectKey: ObjectKey;
  /** Traffic page of what the object decides about, where no tab shows it. */
  traffic?: string;
  /** Line that sends a request to it. */
  curl?: string | undefined;
  /** Further buttons, before Edit. */
  children?: ReactNode;
}

/** What can be done with an object, at the right of its header. */
export function DetailActions({ objectKey, traffic, curl, children }: Props) {
  useDetailKeys(objectKey);
  const confirmDelete = useDelete();
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={15} />} onClick={() => confirmDelete(objectKey)}>
        Delete
      </Button>
      <CopyAs objectKey={objectKey} curl={curl} />
      {traffic !== undefined && (
        <Button component={Link} variant="default" leftSection={<IconActivityHeartbeat size={15} />} href={traffic}>
          Traffic
        </Button>
      )}
      {children}
      <Button component={Link} leftSection={<IconPencil size={15} />} href={editPageOf(objectKey)} data-hotkey="e">
        Edit
      </Button>
    </>
  );
}
