'use client';

import { Button } from '@mantine/core';
import { ErrorState } from '../components/ui/States.tsx';

/** A page that failed while it was drawn: the frame around it stays, and so do edits. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <div style={{ padding: 'var(--sy-s-5)', display: 'grid', gap: 'var(--sy-s-3)', justifyItems: 'start' }}>
      <h1>This page failed</h1>
      <ErrorState what="It could not be drawn. Unsaved edits are kept in this browser." error={error} retry={reset} />
      <Button variant="default" size="xs" onClick={() => window.location.reload()}>
        Load it anew
      </Button>
    </div>
  );
}
