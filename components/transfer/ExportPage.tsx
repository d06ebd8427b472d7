'use client';

import { Button, SegmentedControl, Switch } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import type { KubeObject } from '../../server/model/object.ts';
import { api } from '../live/api.ts';
import { curlTo } from '../live/command.ts';
import { pageKinds } from '../live/kinds.ts';
import { useConsoleState, useObjects } from '../live/queries.ts';
import { useUrlState } from '../tables/url-state.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import { ClusterCheck } from './ClusterCheck.tsx';
import { CopyTextButton } from './CopyTextButton.tsx';
import { Link } from '../ui/Link.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx';
import { choiceKey, exportPath, neededBy, offered, readExport } from './export-url.ts';
import { ObjectPicker } from './ObjectPicker.tsx';
import { TransferTabs } from './TransferTabs.tsx';
import css from './transfer.module.css';
import { later } from '../ui/later.ts';

/** The reader that colours it comes after the page. */
const YamlText = dynamic(
  later(() => import('../detail/YamlText.tsx').then((module) => module.YamlText)),
  {
    ssr: false,
    loading: () => <Loading rows={12} />,
  },
);

/** Above this the preview shows the start alone: colouring megabytes would stall the page. */
const PREVIEW_LINES = 2000;

/** Manifests out, in the order in which they can be applied. */
export function ExportPage() {
  const [search, change] = useUrlState();
  const choice = useMemo(() => readExport(new URLSearchParams(search)), [search]);
  const { data: state } = useConsoleState();
  const lists = useAllObjects();
  const groups = useMemo(() => offered(lists), [lists]);
  const all = useMemo(() => groups.flatMap(({ objects }) => objects), [groups]);
  const chosen = useMemo(
    () => (choice.objects === null ? all : all.filter((object) => choice.objects?.includes(choiceKey(object)))),
    [choice.objects, all],
  );
  const needed = useMemo(
    () =>
      choice.objects === null
        ? []
        : neededBy(chosen, all).filter(({ kind }) => choice.endpointSlices || kind !== 'EndpointSlice'),
    [choice, chosen, all],
  );
  const path = exportPath(choice);
  const nothing = choice.objects !== null && choice.objects.length === 0;
  const answer = useQuery({
    queryKey: ['export', path, state?.revision ?? 0],
    queryFn: async ({ signal }): Promise<{ text: string; asSaved: string }> => {
      let asSaved = '';
      const seen = (headers: Headers) => {
        asSaved = headers.get('x-switchyard-as-saved') ?? '';
      };
      const value = await api<unknown>('GET', path, undefined, { signal, seen });
      return { text: typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`, asSaved };
    },
    enabled: !nothing && state !== undefined && all.length > 0,
    placeholderData: (previous) => previous,
  });
  const text = answer.data?.text;
  const choose = (objects: readonly string[] | null) => {
    // an empty choice has to stay in the address: leaving it out means everything
    change({ objects: objects === null ? null : objects.join(',') || ',' });
  };
  const file = `switchyard${choice.objects?.length === 1 ? `-${chosen[0]?.metadata.name ?? ''}` : ''}.${choice.format}`;
  const loaded = lists.every((list) => list !== undefined);
  return (
    <>
      <PageHeader
        title="Export"
        meta="Objects as they were saved, in the order in which they can be applied. Status and demo delays never leave."
        actions={
          <>
            <CopyTextButton text={nothing ? '' : (text ?? '')} />
            <Button
              leftSection={<IconDownload size={15} aria-hidden />}
              disabled={nothing || text === undefined}
              onClick={() => download(file, text ?? '', choice.format)}
            >
              Download
            </Button>
          </>
        }
      />
      <TransferTabs current="export" />
      {loaded && all.length === 0 ? (
        <div className={css.preview}>
          <EmptyState
            title="Nothing to export"
            action={
              <>
                <Button component={Link} href="/">
                  See the examples
                </Button>
                <Button component={Link} href="/import" variant="default">
                  Import
                </Button>
              </>
            }
          >
            The store holds no object yet.
          </EmptyState>
        </div>
      ) : (
        <div className={css.exportColumns}>
          <section className={css.options} aria-label="What to export">
            <div className={css.choice}>
              <SegmentedControl
                size="xs"
                aria-label="Objects"
                data={[
                  { value: 'all', label: 'Everything' },
                  { value: 'chosen', label: 'Chosen' },
                ]}
                value={choice.objects === null ? 'all' : 'chosen'}
                onChange={(value) =>
                  choose(
                    value === 'all'
                      ? null
                      : all.filter(({ kind }) => kind !== 'EndpointSlice' || choice.endpointSlices).map(choiceKey),
                  )
                }
              />
              <SegmentedControl
                size="xs"
                aria-label="Format"
                data={[
                  { value: 'yaml', label: 'YAML' },
                  { value: 'json', label: 'JSON' },
                ]}
                value={choice.format}
                onChange={(value) => change({ format: value === 'yaml' ? null : value })}
              />
            </div>
            <Switch
              label="EndpointSlices"
              description="Addresses. In a cluster, Kubernetes writes them itself."
              checked={choice.endpointSlices}
              onChange={(event) => change({ endpointSlices: event.currentTarget.checked ? null : 'false' })}
            />
            {choice.objects !== null &&
              (loaded ? (
                <ObjectPicker
                  groups={groups.filter(({ kind }) => choice.endpointSlices || kind !== 'EndpointSlice')}
                  chosen={choice.objects}
                  needed={needed}
                  onChange={choose}
                />
              ) : (
                <Loading rows={5} />
              ))}
          </section>
          <section className={css.preview} aria-label="Preview" data-busy={answer.isFetching || undefined}>
            <div className={css.bar}>
              <h2>{file}</h2>
              {!nothing && answer.data !== undefined && (
                <span className={css.meta}>
                  {countText(answer.data.text, choice.format)}. {savedText(answer.data.asSaved, choice.format)}
                </span>
              )}
            </div>
            {answer.error ? (
              <ErrorState
                what="Could not write the manifests"
                error={answer.error}
                retry={() => void answer.refetch()}
              />
            ) : nothing ? (
              <p className={css.hint}>Nothing is chosen.</p>
            ) : text === undefined ? (
              <Loading rows={8} />
            ) : (
              <Preview text={text} />
            )}
            {!nothing && state && loaded && (
              <ClusterCheck
                objects={chosen.filter(({ kind }) => choice.endpointSlices || kind !== 'EndpointSlice')}
                specs={state.specs}
                withoutSlices={() => change({ endpointSlices: 'false' })}
              />
            )}
            {!nothing && state && (
              <div className={css.commands}>
                <span className={css.meta}>Into a cluster, from the file or straight from here:</span>
                <CopyLine text={`kubectl apply -f ${file}`} label="Copy the command" />
                <CopyLine
                  text={`${curlTo(state)} '${state.url}${path}' | kubectl apply -f -`}
                  label="Copy the command"
                />
              </div>
            )}
          </section>
        </div>
      )}
    </>
  );
}

function Preview({ text }: { text: string }) {
  const lines = text.split('\n');
  const shown = lines.length > PREVIEW_LINES ? `${lines.slice(0, PREVIEW_LINES).join('\n')}\n` : text;
  return (
    <>
      <div className={css.textBox}>
        <YamlText text={shown} label="Preview of the export" />
      </div>
      {lines.length > PREVIEW_LINES && (
        <p className={css.meta}>
          The first {PREVIEW_LINES.toLocaleString('en-US')} lines; Copy and Download take all of them.
        </p>
      )}
    </>
  );
}

/** What of a text is byte for byte as it was saved: `9 of 9 byte for byte as saved`. */
function savedText(asSaved: string, format: 'yaml' | 'json'): string {
  if (format === 'json') return 'JSON has no comments, and its own spacing; values are as saved';
  const [exact, all] = asSaved.split('/');
  if (exact === undefined || all === undefined) return '';
  return exact === all
    ? `${exact} of ${all} byte for byte as saved`
    : `${exact} of ${all} byte for byte as saved; the rest was not written as YAML, and is written out`;
}

function countText(text: string, format: 'yaml' | 'json'): string {
  const lines = text.replace(/\n$/, '').split('\n').length.toLocaleString('en-US');
  if (format === 'json') return `${lines} lines`;
  const documents = text.split(/^---\s*$/m).filter((part) => /^kind:/m.test(part)).length;
  return `${documents} ${documents === 1 ? 'object' : 'objects'}, ${lines} lines`;
}

/** Lists of every kind, in the order of the pages. */
function useAllObjects(): (readonly KubeObject[] | undefined)[] {
  // the list of kinds never changes, so the hooks always run in the same order
  // oxlint-disable-next-line react/rules-of-hooks
  return pageKinds.map(({ kind }) => useObjects(kind).data);
}

function download(name: string, text: string, format: 'yaml' | 'json'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `application/${format}` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
