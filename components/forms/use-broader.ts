'use client';

import { useMemo } from 'react';
import { useObjects, useRoutes } from '../live/queries.ts';
import { useForm } from './context.ts';
import { broaderPolicies, type Broader } from './inherited.ts';
import { asList, asText } from './shapes.ts';

/** The policies that hold where the edited one says nothing, and whether it takes from them. */
export function useBroader(): { broader: Broader[]; merges: boolean } {
  const { document, namespace } = useForm();
  const routes = useRoutes().data;
  const policies = useObjects('BackendTrafficPolicy').data;
  const merges = asText(document.get(['spec', 'mergeType'])) !== '';
  const own = asText(document.get(['metadata', 'name']));
  const broader = useMemo(() => {
    const single = document.get(['spec', 'targetRef']);
    const targets = [...(single === undefined ? [] : [single]), ...asList(document.get(['spec', 'targetRefs']))];
    return routes && policies ? broaderPolicies(targets, namespace, own, { routes, policies }) : [];
  }, [document, namespace, own, routes, policies]);
  return { broader, merges };
}
