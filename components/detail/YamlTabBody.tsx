'use client';

import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconPencil } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useMemo } from 'react';
import type { ObjectKey } from '../../server/model/object.ts';
import { editPageOf } from '../editor/edit-pages.ts';
import { useText } from '../live/queries.ts';
import { useUrlState } from '../tables/url-state.ts';
import { ErrorState, Loading } from '../ui/States.tsx';
import css from './detail.module.css';
import { useNotActing } from './use-not-acting.ts';
import { YamlText } from './YamlText.tsx';

/** The text of an object as it was saved, to read, copy and take along. */
export function YamlTabBody({ objectKey }: { objectKey: ObjectKey }) {
  const text = useText(objectKey);
  const [search] = useUrlState();
  const line = Number(search.get('line')) || null;
  const notActing = useNotActing(objectKey);
  const marks = useMemo(
    () => notActing.flatMap((field) => (field.line === null ? [] : [{ ...field, line: field.line }])),
    [notActing],
  );
  if (text.error)
    return (
      <div className={css.yaml}>
        <ErrorState
          what={`Could not read the text of ${objectKey.kind} ${objectKey.name}`}
          error={text.error}
          retry={() => void text.refetch()}
        />
      </div>
    );
  if (!text.data)
    return (
      <div className={css.yaml}>
        <Loading rows={8} />
      </div>
    );
  const yaml = text.data.text;
  const file = `${objectKey.name}.yaml`;
  const lines = yaml.replace(/\n$/, '').split('\n').length;
  return (
    <section className={css.yaml} aria-label="YAML">
      <header className={css.yamlHead}>
        <b>{file}</b>
        <span className={css.meta}>
          {lines} {lines === 1 ? 'line' : 'lines'},{' '}
          {text.data.exact ? 'byte for byte as saved' : 'made from the object, which came without a text'}
        </span>
        <span className={css.spring} />
        <CopyButton value={yaml}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} />}
          onClick={() => download(file, yaml)}
        >
          Download
        </Button>
        <Button
          component={Link}
          variant="default"
          size="xs"
          leftSection={<IconPencil size={14} />}
          href={`${editPageOf(objectKey)}?view=yaml`}
        >
          Edit YAML
        </Button>
      </header>
      <YamlText text={yaml} marks={marks} line={line} label={`YAML of ${objectKey.name}`} />
    </section>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
