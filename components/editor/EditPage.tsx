'use client';

import { keyText } from '../../server/model/object.ts';
import { isNotFound } from '../live/api.ts';
import { keyFor, pageKind, yamlPageOf } from '../live/kinds.ts';
import { useText } from '../live/queries.ts';
import { PageHeader, Section } from '../ui/PageHeader.tsx';
import { ErrorState, Loading, NotFoundState } from '../ui/States.tsx';
import { Workbench } from './Workbench.tsx';

interface Props {
  /** In any case, as the address has it. */
  kind: string;
  /** '-' for objects without one. */
  namespace: string;
  name: string;
}

/** Edits an object that is there. */
export function EditPage({ kind, namespace, name }: Props) {
  const known = pageKind(kind);
  const key = keyFor(kind, namespace === '-' ? '' : namespace, name);
  const text = useText(key);
  const list = known?.page ? `/${known.page}` : '/';
  if (!known) return <NotFoundState kind="kind" name={kind} list={{ label: 'Overview', href: '/' }} />;
  if (text.data)
    return (
      <Workbench key={keyText(key)} kind={known.kind} objectKey={key} authored={text.data} start={text.data.text} />
    );
  if (isNotFound(text.error))
    return (
      <NotFoundState
        kind={known.kind}
        name={key.namespace === '' ? name : `${key.namespace}/${name}`}
        list={{
          label: `All ${known.plural}`,
          href: known.page ? list : yamlPageOf(key).split('/').slice(0, 3).join('/'),
        }}
      />
    );
  return (
    <>
      <PageHeader title={name} kind={known.kind} />
      <Section last>
        {text.error ? (
          <ErrorState
            what={`Could not read the YAML of ${known.kind} ${name}`}
            error={text.error}
            retry={() => void text.refetch()}
          />
        ) : (
          <Loading rows={8} />
        )}
      </Section>
    </>
  );
}
