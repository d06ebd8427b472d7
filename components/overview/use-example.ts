'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ConsoleState, ExampleState } from '../../server/contract/console.ts';
import { api } from '../live/api.ts';
import { pageOf } from '../live/kinds.ts';
import { queryKeys } from '../live/queries.ts';

type Name = ExampleState['name'];

/** Page of the route that an example is about. */
export function routeOfExample(example: ExampleState): string | null {
  const route = example.objects.find(({ kind }) => kind.endsWith('Route'));
  return route ? pageOf(route) : null;
}

/** Loads and removes examples; loading goes on to the route's page. */
export function useExample() {
  const client = useQueryClient();
  const router = useRouter();
  const [busy, setBusy] = useState<Name | null>(null);
  const [error, setError] = useState<{ what: string; error: unknown; retry: () => void } | null>(null);
  const run = async (name: Name, what: string, work: () => Promise<void>, retry: () => void) => {
    setBusy(name);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError({ what, error: failure, retry });
    } finally {
      setBusy(null);
    }
  };
  const load = (example: ExampleState) =>
    void run(
      example.name,
      `Could not load ${example.title}; nothing was written`,
      async () => {
        client.setQueryData(queryKeys.state, await api<ConsoleState>('POST', `/console/v1/examples/${example.name}`));
        const page = routeOfExample(example);
        if (page !== null) router.push(page);
      },
      () => load(example),
    );
  const remove = (example: ExampleState) =>
    void run(
      example.name,
      `Could not remove ${example.title}; nothing was deleted`,
      async () => {
        client.setQueryData(queryKeys.state, await api<ConsoleState>('DELETE', `/console/v1/examples/${example.name}`));
      },
      () => remove(example),
    );
  return { load, remove, busy, error };
}
