'use client';

import { ActionIcon, Autocomplete, Button, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import { useState, type FormEvent } from 'react';
import type { NewBackend } from '../../server/contract/new-backend.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { ApiError, api } from '../live/api.ts';
import { useObjects } from '../live/queries.ts';
import { useNamespaceScope } from '../shell/scope.ts';
import { PageHeader } from '../ui/PageHeader.tsx';
import { ErrorState } from '../ui/States.tsx';
import css from './backends.module.css';
import { Created, routeSnippet } from './Created.tsx';
import type { Draft, Errors } from './read-draft.ts';

/** Asks for addresses and ports; writes a Service and its EndpointSlice. */
export function NewBackendPage() {
  const [scope] = useNamespaceScope();
  const namespaces = useObjects('Namespace').data ?? [];
  const [draft, setDraft] = useState<Draft>({
    namespace: scope || 'default',
    name: '',
    port: 80,
    addresses: [{ id: 1, text: '' }],
  });
  const [errors, setErrors] = useState<Errors>({ addresses: {} });
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [created, setCreated] = useState<NewBackend | null>(null);
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    // the schemas and their reader are more than the page needs to show
    const { readDraft } = await import('./read-draft.ts');
    const { body, errors: found } = readDraft(draft);
    setErrors(found);
    if (!body) {
      // the first field that is wrong takes the focus once its message is there
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await api<{ service: KubeObject; endpointSlice: KubeObject }>('POST', '/console/v1/backends', body);
      setCreated(body);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  if (created)
    return (
      <>
        <PageHeader title="New backend" />
        <Created
          backend={created}
          again={() => {
            setCreated(null);
            setDraft((known) => ({ ...known, name: '', addresses: [{ id: Date.now(), text: '' }] }));
          }}
        />
      </>
    );
  return (
    <>
      <PageHeader title="New backend" meta="Writes a Service and an EndpointSlice, as a cluster would have them." />
      <div className={css.form}>
        <form className={css.fields} onSubmit={(event) => void submit(event)} noValidate>
          <Addresses
            draft={draft}
            errors={errors}
            onChange={(addresses) => {
              change({ addresses });
              setErrors((known) => ({ ...known, addresses: {} }));
            }}
          />
          <div className={css.pair}>
            <TextInput
              label="Name"
              description="By which routes refer to it"
              placeholder="my-app"
              value={draft.name}
              error={errors.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
            <Autocomplete
              label="Namespace"
              description="Routes in it need no ReferenceGrant"
              data={[...new Set(['default', ...namespaces.map((entry) => entry.metadata.name ?? '')])].filter(Boolean)}
              value={draft.namespace}
              error={errors.namespace}
              onChange={(namespace) => change({ namespace })}
            />
            <NumberInput
              label="Port"
              description="Of the Service"
              min={1}
              max={65_535}
              allowDecimal={false}
              value={draft.port}
              error={errors.port}
              onChange={(value) => change({ port: typeof value === 'number' ? value : '' })}
            />
          </div>
          {failure !== null && <Refused failure={failure} name={`${draft.namespace}/${draft.name}`} />}
          <div className={css.buttons}>
            <Button type="submit" loading={busy}>
              Create the backend
            </Button>
            <Button component={Link} href="/backends" variant="default">
              Cancel
            </Button>
          </div>
        </form>
        <aside className={css.side}>
          <h2>In a route</h2>
          <p>A rule names the Service and its port; the addresses may listen on another.</p>
          <pre className={css.snippet}>{routeSnippet(draft.name || 'my-app', draft.port || 80)}</pre>
        </aside>
      </div>
    </>
  );
}

function Addresses(props: { draft: Draft; errors: Errors; onChange: (addresses: Draft['addresses']) => void }) {
  const { addresses } = props.draft;
  return (
    <fieldset className={css.addresses}>
      <legend>Addresses</legend>
      {addresses.map(({ id, text }, i) => (
        <div key={id} className={css.address}>
          <TextInput
            aria-label={`Address ${i + 1}`}
            placeholder="127.0.0.1:8080"
            value={text}
            error={props.errors.addresses[id]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              props.onChange(addresses.map((entry) => (entry.id === id ? { id, text: value } : entry)));
            }}
            onPaste={(event) => {
              const parts = event.clipboardData
                .getData('text')
                .split(/[\s,]+/)
                .filter(Boolean);
              if (parts.length < 2) return;
              event.preventDefault();
              const kept = addresses.filter((entry) => entry.text.trim() !== '');
              props.onChange([...kept, ...parts.map((part, at) => ({ id: Date.now() + at, text: part }))]);
            }}
          />
          {addresses.length > 1 && (
            <ActionIcon
              variant="subtle"
              size={30}
              aria-label={`Remove address ${i + 1}`}
              onClick={() => props.onChange(addresses.filter((entry) => entry.id !== id))}
            >
              <IconX size={15} aria-hidden />
            </ActionIcon>
          )}
        </div>
      ))}
      <div className={css.buttons}>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => props.onChange([...addresses, { id: Date.now(), text: '' }])}
        >
          Add an address
        </Button>
        <span className={css.help}>IP address and port of each server; several can be pasted at once.</span>
      </div>
    </fieldset>
  );
}

function Refused({ failure, name }: { failure: unknown; name: string }) {
  const taken = failure instanceof ApiError && failure.code === 409;
  return (
    <>
      <ErrorState what={`${name} was not created`} error={failure} />
      {taken && <p className={css.help}>Choose another name, or edit the endpoints of the one that is there.</p>}
    </>
  );
}
