'use client';

import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCode, IconCopy, IconTerminal2, IconWorld } from '@tabler/icons-react';
import type { ObjectKey } from '../../server/model/object.ts';
import { kubectlTo } from '../live/command.ts';
import { kubectlLine } from './kubectl.ts';
import { useConsoleState, useText } from '../live/queries.ts';

interface Props {
  objectKey: ObjectKey;
  /** Line that sends a request, where the object takes some. */
  curl?: string | undefined;
}

const SIZE = 15;

/** The object in the forms in which people take it along. */
export function CopyAs({ objectKey, curl }: Props) {
  const text = useText(objectKey).data?.text;
  const state = useConsoleState().data;
  const copy = (what: string, value: string) => {
    navigator.clipboard.writeText(value).then(
      () => notifications.show({ message: `${what} copied.` }),
      () => notifications.show({ message: 'The browser did not allow copying. The YAML tab has the text to select.' }),
    );
  };
  return (
    <Menu position="bottom-end" offset={4} withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconCopy size={SIZE} />} data-hotkey="c">
          Copy as
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconCode size={SIZE} aria-hidden />}
          disabled={text === undefined}
          onClick={() => copy('YAML', text ?? '')}
        >
          YAML
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTerminal2 size={SIZE} aria-hidden />}
          disabled={text === undefined || state === undefined}
          onClick={() => state && copy('kubectl line', kubectlLine(kubectlTo(state), text ?? ''))}
        >
          kubectl apply
        </Menu.Item>
        {curl !== undefined && (
          <Menu.Item leftSection={<IconWorld size={SIZE} aria-hidden />} onClick={() => copy('curl line', curl)}>
            curl
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
