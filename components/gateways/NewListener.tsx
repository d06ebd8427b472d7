'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { AuthoredText } from '../../server/contract/console.ts';
import { keyOf, type KubeObject } from '../../server/model/object.ts';
import { leaveDraft } from '../detail/draft.ts';
import { newListener } from '../forms/new-listener.ts';
import { api } from '../live/api.ts';
import { textPathOf } from '../live/kinds.ts';
import { specOf } from '../live/served.ts';
import { ActionMenu } from '../ui/ActionMenu.tsx';
import { notify } from '../ui/layers.ts';

/** Adds a listener to one of the Gateways, in the editor, where its diff is seen before it is saved. */
export function NewListener({ gateways }: { gateways: readonly KubeObject[] }) {
  const router = useRouter();
  const add = async (gateway: KubeObject) => {
    const key = keyOf(gateway);
    try {
      const authored = await api<AuthoredText>('GET', textPathOf(key));
      router.push(await leaveDraft(key, authored, newListener(specOf(gateway, 'Gateway').listeners)));
    } catch (error) {
      notify(`Could not read Gateway ${key.namespace}/${key.name}: ${(error as Error).message}`, 'bad');
    }
  };
  const [only, ...more] = gateways;
  if (only === undefined) return null;
  if (more.length === 0)
    return (
      <Button variant="default" onClick={() => void add(only)}>
        New listener
      </Button>
    );
  return (
    <ActionMenu
      label="Gateway of the new listener"
      align="end"
      entries={() => [
        { type: 'note', text: 'Of which Gateway?' },
        ...gateways.map((gateway) => ({
          label: `${gateway.metadata.namespace}/${gateway.metadata.name}`,
          run: () => void add(gateway),
        })),
      ]}
    >
      {(trigger) => (
        <Button variant="default" {...trigger}>
          New listener
        </Button>
      )}
    </ActionMenu>
  );
}
