'use client';

import { useMemo } from 'react';
import { useObjects, useSnapshot } from '../live/queries.ts';
import { findProblems, type Finding } from './problems.ts';

/** All findings, and how many objects were looked at. */
export function useProblems(): { problems: Finding[]; loaded: boolean; error: Error | null; checked: number } {
  const gateways = useObjects('Gateway');
  const classes = useObjects('GatewayClass');
  const routes = useObjects('HTTPRoute');
  const calls = useObjects('GRPCRoute');
  const policies = useObjects('BackendTrafficPolicy');
  const services = useObjects('Service');
  const snapshot = useSnapshot();
  const problems = useMemo(
    () =>
      findProblems(
        {
          Gateway: gateways.data,
          GatewayClass: classes.data,
          HTTPRoute: routes.data,
          GRPCRoute: calls.data,
          BackendTrafficPolicy: policies.data,
          Service: services.data,
        },
        snapshot.data,
      ),
    [gateways.data, classes.data, routes.data, calls.data, policies.data, services.data, snapshot.data],
  );
  const parts = [gateways, classes, routes, calls, policies, services, snapshot];
  return {
    problems,
    loaded: parts.every((part) => part.data !== undefined),
    error: parts.find((part) => part.error)?.error ?? null,
    checked: [gateways, classes, routes, calls, policies].reduce((sum, part) => sum + (part.data?.length ?? 0), 0),
  };
}
