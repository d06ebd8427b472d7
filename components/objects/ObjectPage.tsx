'use client';

import { Button } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import type { KubeObject, ObjectKey } from '../../server/model/object.ts';
import { SERVICE_LABEL } from '../backends/backend-facts.ts';
import { NotActingSection } from '../detail/NotActingSection.tsx';
import { nearest } from '../detail/nearest.ts';
import { YamlTab } from '../detail/YamlTab.tsx';
import { editPageOf } from '../editor/edit-pages.ts';
import { isNotFound } from '../live/api.ts';
import { keyFor, pageKind, pageOf, yamlPageOf } from '../live/kinds.ts';
import { useObject, useObjects } from '../live/queries.ts';
import { StateTag } from '../share/Marks.tsx';
import { useUrlState } from '../tables/url-state.ts';
import { ConditionTable } from '../ui/ConditionTable.tsx';
import { conditionsOf, stateOf } from '../ui/conditions.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading, NotFoundState } from '../ui/States.tsx';
import { Age } from '../ui/text.tsx';
import { useDelete } from '../ui/use-delete.tsx';
import { pluralOfKind } from './plural.ts';
import { UnservedKind } from './UnservedKind.tsx';

/** The plain page of any object: conditions and the text as saved. */
export function ObjectPage({ kind, namespace, name }: { kind: string; namespace: string; name: string }) {
  const known = pageKind(kind);
  if (!known) return <UnservedKind kind={kind} />;
  return <Known objectKey={keyFor(known.kind, known.namespaced ? namespace : '', name)} />;
}

function Known({ objectKey }: { objectKey: ObjectKey }) {
  const object = useObject(objectKey);
  if (isNotFound(object.error)) return <Missing objectKey={objectKey} />;
  if (object.data) return <Shown objectKey={objectKey} object={object.data} />;
  return (
    <>
      <PageHeader title={objectKey.name} kind={objectKey.kind} />
      <Section last>
        {object.error ? (
          <ErrorState
            what={`Could not read ${objectKey.kind} ${objectKey.name}`}
            error={object.error}
            retry={() => void object.refetch()}
          />
        ) : (
          <Loading rows={6} />
        )}
      </Section>
    </>
  );
}

function Shown({ objectKey, object }: { objectKey: ObjectKey; object: KubeObject }) {
  const confirmDelete = useDelete();
  const [, change] = useUrlState();
  const state = stateOf(object);
  const page = pageOf(objectKey);
  const { metadata } = object;
  const service = objectKey.kind === 'EndpointSlice' ? metadata.labels?.[SERVICE_LABEL] : undefined;
  return (
    <>
      <PageHeader
        title={objectKey.name}
        kind={objectKey.kind}
        state={state.level !== 'off' && <StateTag state={state.level}>{state.word}</StateTag>}
        meta={
          <>
            {objectKey.namespace !== '' && (
              <span>
                namespace <b>{objectKey.namespace}</b>
              </span>
            )}
            {service !== undefined && (
              <span>
                addresses of{' '}
                <Link href={pageOf({ kind: 'Service', namespace: objectKey.namespace, name: service })}>
                  Service {service}
                </Link>
              </span>
            )}
            <span>resourceVersion {metadata.resourceVersion}</span>
            {metadata.generation !== undefined && <span>generation {metadata.generation}</span>}
            <span>
              created <Age at={metadata.creationTimestamp} suffix=" ago" />
            </span>
          </>
        }
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconTrash size={15} aria-hidden />}
              onClick={() => confirmDelete(objectKey)}
            >
              Delete
            </Button>
            {page !== yamlPageOf(objectKey) && (
              <Button component={Link} variant="default" href={page}>
                Open its page
              </Button>
            )}
            <Button
              component={Link}
              leftSection={<IconPencil size={15} aria-hidden />}
              href={editPageOf(objectKey)}
              data-hotkey="e"
            >
              Edit
            </Button>
          </>
        }
      />
      {(state.level !== 'off' || conditionsOf(object).length > 0) && (
        <Section title="Conditions">
          <ConditionTable object={object} />
        </Section>
      )}
      <NotActingSection objectKey={objectKey} onLine={(line) => change({ line: String(line) })} />
      <YamlTab objectKey={objectKey} />
    </>
  );
}

function Missing({ objectKey }: { objectKey: ObjectKey }) {
  const others = useObjects(objectKey.kind).data ?? [];
  const nameOf = (namespace: string, name: string) => (namespace === '' ? name : `${namespace}/${name}`);
  const name = nameOf(objectKey.namespace, objectKey.name);
  const byName = new Map(
    others.map((object) => [nameOf(object.metadata.namespace ?? '', object.metadata.name ?? ''), object.metadata]),
  );
  return (
    <NotFoundState
      kind={objectKey.kind}
      name={name}
      nearest={nearest(name, [...byName.keys()]).map((label) => {
        const metadata = byName.get(label);
        const href = yamlPageOf({
          kind: objectKey.kind,
          namespace: metadata?.namespace ?? '',
          name: metadata?.name ?? '',
        });
        return { label, href };
      })}
      list={{ label: `All ${pluralOfKind(objectKey.kind)}`, href: `/objects/${objectKey.kind.toLowerCase()}` }}
    />
  );
}
