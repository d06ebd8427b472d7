'use client';

import { useMemo } from 'react';
import type { SnapshotView } from '../../../server/contract/console.ts';
import type { RouteKind } from '../../../server/gateway/shapes.ts';
import type { KubeObject, ObjectKey } from '../../../server/model/object.ts';
import { listenersOf, policyLevels, type Level } from '../../detail/policy-levels.ts';
import { useObjects, useSnapshot } from '../../live/queries.ts';
import { ruleViews } from '../../traffic/scope.ts';
import { routePolicies, type RoutePolicy } from './route-policies.ts';
import { rulesOf, type RuleFacts } from './rule-facts.ts';

/** A route with what the proxy makes of it. */
export interface RouteNow {
  object: KubeObject;
  objectKey: ObjectKey;
  kind: RouteKind;
  /** `KIND/NAMESPACE/NAME`. */
  scope: string;
  /** Absent until it was read. */
  view: SnapshotView | undefined;
  error: Error | null;
  reread: () => void;
  rules: RuleFacts[];
  /** `NAMESPACE/GATEWAY/LISTENER` of the listeners that have it. */
  listeners: string[];
  /** Policies by level, one list for each rule. */
  levels: Level[][];
  /** All BackendTrafficPolicies. */
  policies: readonly KubeObject[];
  /** Those on the way to this route. */
  own: RoutePolicy[];
}

const NONE: readonly KubeObject[] = [];

/** Joins a route with snapshot and policies. */
export function useRoute(object: KubeObject, objectKey: ObjectKey): RouteNow {
  const snapshot = useSnapshot();
  const policies = useObjects('BackendTrafficPolicy').data ?? NONE;
  const gateways = useObjects('Gateway').data;
  const view = snapshot.data;
  const kind: RouteKind = objectKey.kind === 'GRPCRoute' ? 'GRPCRoute' : 'HTTPRoute';
  const { namespace, name } = objectKey;
  const scope = `${objectKey.kind}/${namespace}/${name}`;
  const joined = useMemo(() => {
    const views = view ? ruleViews(view.snapshot).filter((entry) => entry.scope.startsWith(`${scope}/`)) : [];
    const rules = rulesOf(object, views);
    const listeners = view
      ? listenersOf(
          view.snapshot,
          rules.flatMap((rule) => rule.view?.ids ?? []),
        )
      : [];
    const labelsOf = (id: string) =>
      gateways?.find(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}` === id)?.metadata.labels ??
      {};
    const route = { kind, namespace, name, labels: object.metadata.labels ?? {} };
    const levels = rules.map((rule) =>
      policyLevels({ route, rule: rule.spec.name, listeners, policy: rule.view?.rule.policy }, policies, labelsOf),
    );
    const own = routePolicies(
      route,
      rules.map(({ label }, i) => ({ label, levels: levels[i] ?? [] })),
      policies,
    );
    return { rules, listeners, levels, own };
  }, [view, object, policies, gateways, kind, namespace, name, scope]);
  return {
    object,
    objectKey,
    kind,
    scope,
    view,
    error: snapshot.error,
    reread: () => void snapshot.refetch(),
    policies,
    ...joined,
  };
}
