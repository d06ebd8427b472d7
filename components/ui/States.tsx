'use client';

import { Button } from '@mantine/core';
import { Link } from './Link.tsx';
import type { ReactNode } from 'react';
import { Mark } from '../share/Marks.tsx';
import { ApiError } from '../live/api.ts';
import css from './ui.module.css';

/** Grey bars of about the final height, shown after 150 ms. */
export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <div className={css.loading} role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} style={{ width: `${[92, 78, 86, 64][i % 4]}%` }} />
      ))}
    </div>
  );
}

/** What it is, why it is empty, one way on. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className={css.emptyAction}>{action}</div>}
    </div>
  );
}

/** What failed, with the reason as the API gave it. */
export function ErrorState({ what, error, retry }: { what: string; error: unknown; retry?: () => void }) {
  const code = error instanceof ApiError && error.code > 0 ? `${error.code} ${error.reason}: ` : '';
  return (
    <div className={css.failed} role="alert">
      <Mark state="bad" />
      <div>
        <h3>{what}</h3>
        <p>
          {code}
          {error instanceof Error ? error.message : String(error)}
        </p>
        {retry && (
          <Button variant="default" size="xs" onClick={retry}>
            Retry
          </Button>
        )}
      </div>
    </div>
  );
}

/** The object of this address does not exist; names that are near it, and the list. */
export function NotFoundState(props: {
  kind: string;
  name: string;
  nearest?: { label: string; href: string }[];
  list: { label: string; href: string };
}) {
  return (
    <div className={css.notFound}>
      <h1>
        No {props.kind} {props.name}
      </h1>
      <p>
        It was deleted, or it never existed.
        {(props.nearest?.length ?? 0) > 0 && ' Nearest: '}
        {props.nearest?.map((entry, i) => (
          <span key={entry.href}>
            {i > 0 && ', '}
            <Link href={entry.href}>{entry.label}</Link>
          </span>
        ))}
      </p>
      <Button component={Link} href={props.list.href} variant="default">
        {props.list.label}
      </Button>
    </div>
  );
}
