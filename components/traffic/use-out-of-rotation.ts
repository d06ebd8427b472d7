'use client';

import { useMemo } from 'react';
import { endpointsOf, slicesByService, type EndpointFacts } from '../backends/backend-facts.ts';
import { useObjects } from '../live/queries.ts';
import type { BackendView, RuleView } from './scope.ts';

/** Endpoints that EndpointSlices name and that are not ready, so that the proxy sends them nothing, by the key of their backend. */
export type OutOfRotation = ReadonlyMap<string, readonly EndpointFacts[]>;

/** The endpoints of a rule's backends that are out of rotation. */
export function useOutOfRotation(view: RuleView): OutOfRotation {
  const slices = useObjects('EndpointSlice').data;
  return useMemo(() => {
    if (!slices) return new Map();
    const byService = slicesByService(slices);
    return new Map(view.backends.map((backend) => [backend.key, outOf(backend, byService)]));
  }, [slices, view]);
}

function outOf({ ref, endpoints }: BackendView, byService: ReturnType<typeof slicesByService>): EndpointFacts[] {
  const served = new Set(endpoints.map(({ endpoint }) => endpoint));
  const ports = new Set(endpoints.map(({ endpoint }) => endpoint.slice(endpoint.lastIndexOf(':') + 1)));
  return endpointsOf(byService.get(`${ref.namespace}/${ref.name}`) ?? []).filter(
    ({ endpoint, ready, port }) => !ready && !served.has(endpoint) && (ports.size === 0 || ports.has(String(port))),
  );
}
