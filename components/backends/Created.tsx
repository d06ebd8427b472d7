'use client';

import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '../ui/Link.tsx';
import type { NewBackend } from '../../server/contract/new-backend.ts';
import { pageOf } from '../live/kinds.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import css from './backends.module.css';

/** What goes into a rule to send to a backend. */
export function routeSnippet(name: string, port: number): string {
  return `backendRefs:\n- name: ${name}\n  port: ${port}`;
}

/** What was written, and how it is used. */
export function Created({ backend, again }: { backend: NewBackend; again: () => void }) {
  const { namespace, name, port, endpoints } = backend;
  const service = { kind: 'Service', namespace, name };
  const slice = `/objects/endpointslice/${namespace}/${name}-1`;
  return (
    <div className={css.done} role="status">
      <h2>
        <IconCheck size={18} aria-hidden />
        {namespace}/{name} is created
      </h2>
      <p>
        <Link href={pageOf(service)}>Service {name}</Link> on port {port} and{' '}
        <Link href={slice}>EndpointSlice {name}-1</Link> with {endpoints.length}{' '}
        {endpoints.length === 1 ? 'address' : 'addresses'}. No rule sends here yet: put this into a rule of a route.
      </p>
      <pre className={css.snippet}>{routeSnippet(name, port)}</pre>
      <CopyLine text={`${name}:${port}`} label="Copy name and port" />
      <div className={css.buttons}>
        <Button component={Link} href={`/routes/new?backend=${namespace}/${name}:${port}`}>
          Use it in a route
        </Button>
        <Button component={Link} href={pageOf(service)} variant="default">
          Open the backend
        </Button>
        <Button variant="subtle" onClick={again}>
          Create another
        </Button>
      </div>
    </div>
  );
}
