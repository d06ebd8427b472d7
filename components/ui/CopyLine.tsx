'use client';

import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import css from './ui.module.css';

/** A line to copy, with its button. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  return (
    <span className={css.copyLine}>
      <code>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon variant="subtle" size={26} aria-label={copied ? 'Copied' : label} title={label} onClick={copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
