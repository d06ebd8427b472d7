'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import type { KubeObject, ObjectKey } from '../../server/model/object.ts';
import { ApiError } from '../live/api.ts';
import { pageKind, pageOf } from '../live/kinds.ts';
import { useObjects } from '../live/queries.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading, NotFoundState } from '../ui/States.tsx';
import { nearest } from './nearest.ts';

interface Props {
  objectKey: ObjectKey;
  query: UseQueryResult<KubeObject>;
  children: (object: KubeObject) => ReactNode;
}

/** A detail page while its object is read, could not be read, or is not there. */
export function DetailFrame({ objectKey, query, children }: Props) {
  const missing = query.error instanceof ApiError && query.error.code === 404;
  if (missing) return <Missing objectKey={objectKey} />;
  if (query.data) return children(query.data);
  return (
    <>
      <PageHeader title={objectKey.name} kind={objectKey.kind} meta={`namespace ${objectKey.namespace}`} />
      <Section last>
        {query.error ? (
          <ErrorState
            what={`Could not read ${objectKey.kind} ${objectKey.namespace}/${objectKey.name}`}
            error={query.error}
            retry={() => void query.refetch()}
          />
        ) : (
          <Loading rows={6} />
        )}
      </Section>
    </>
  );
}

function Missing({ objectKey }: { objectKey: ObjectKey }) {
  const others = useObjects(objectKey.kind).data ?? [];
  const name = `${objectKey.namespace}/${objectKey.name}`;
  const names = others.map((object) => `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`);
  const page = pageKind(objectKey.kind)?.page ?? '';
  return (
    <NotFoundState
      kind={objectKey.kind}
      name={name}
      nearest={nearest(name, names).map((label) => {
        const [namespace = '', other = ''] = label.split('/');
        return { label, href: pageOf({ kind: objectKey.kind, namespace, name: other }) };
      })}
      list={{ label: `All ${page}`, href: `/${page}` }}
    />
  );
}

/** The object does not belong to a kind that has a page here. */
export function UnknownKind({ kind, page }: { kind: string; page: string }) {
  return (
    <Section last>
      <h1>No page for {kind}</h1>
      <p>
        Addresses below <code>/{page}</code> name a kind in lower case, then a namespace and a name. This product does
        not serve {kind} here.
      </p>
    </Section>
  );
}
