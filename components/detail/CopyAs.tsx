'use client';

import { Button } from '@mantine/core';
import { IconCode, IconCopy, IconTerminal2, IconWorld } from '@tabler/icons-react';
import type { ObjectKey } from '../../server/model/object.ts';
import { kubectlTo } from '../live/command.ts';
import { kubectlLine } from './kubectl.ts';
import { useConsoleState, useText } from '../live/queries.ts';
import { ActionMenu, type MenuEntry } from '../ui/ActionMenu.tsx';
import { notify } from '../ui/layers.ts';

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
      () => notify(`${what} copied.`),
      () => notify('The browser did not allow copying. The YAML tab has the text to select.'),
    );
  };
  const entries = (): MenuEntry[] => [
    {
      label: 'YAML',
      icon: <IconCode size={SIZE} />,
      disabled: text === undefined,
      run: () => copy('YAML', text ?? ''),
    },
    {
      label: 'kubectl apply',
      icon: <IconTerminal2 size={SIZE} />,
      disabled: text === undefined || state === undefined,
      run: () => state && copy('kubectl line', kubectlLine(kubectlTo(state), text ?? '')),
    },
    ...(curl === undefined
      ? []
      : [{ label: 'curl', icon: <IconWorld size={SIZE} />, run: () => copy('curl line', curl) }]),
  ];
  return (
    <ActionMenu label="Copy as" entries={entries} align="end">
      {(trigger) => (
        <Button variant="default" leftSection={<IconCopy size={SIZE} />} data-hotkey="c" {...trigger}>
          Copy as
        </Button>
      )}
    </ActionMenu>
  );
}
