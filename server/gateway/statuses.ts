import { keyOf, type KubeObject, type ObjectKey } from '../model/object.ts';
import { completeStatus, sameJson, stands } from './complete-status.ts';
import { CONTROLLER_NAME, pendingGatewayStatus, type Conditions } from './conditions.ts';
import { gatewayClassStatus, isOurs } from './gateway-class.ts';
import { GATEWAY_GROUP, type Inputs } from './inputs.ts';
import { policyKey } from './policy-outcome.ts';
import type { Attached } from './policy-attachment.ts';
import type { GatewayState, RouteParent, RouteState } from './state.ts';

/** The new status of an object. */
export interface StatusChange {
  key: ObjectKey;
  status: unknown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listIn(status: unknown, field: string): Record<string, unknown>[] {
  const list: unknown = isRecord(status) ? status[field] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

/** Condition types that this controller writes, so that it also takes them away. */
const OWN_TYPES = new Set(['Accepted', 'Programmed', 'ResolvedRefs']);

/** Our conditions, and those of types that others write. */
function withForeign(own: { type: string }[], stored: unknown): unknown[] {
  const types = new Set(own.map(({ type }) => type));
  const foreign = listIn(stored, 'conditions').filter(
    ({ type }) => typeof type === 'string' && !types.has(type) && !OWN_TYPES.has(type),
  );
  return [...own, ...foreign];
}

/**
 * Entries of other controllers as they stand, then ours.
 * @returns undefined when there is nothing to say and nothing of ours to take back
 */
function withEntries(stored: unknown, field: string, own: unknown[]): unknown {
  const entries = listIn(stored, field);
  const foreign = entries.filter(({ controllerName }) => controllerName !== CONTROLLER_NAME);
  if (own.length === 0 && foreign.length === entries.length) return undefined;
  return { ...(isRecord(stored) ? stored : {}), [field]: [...foreign, ...own] };
}

function gatewayStatus(gateway: GatewayState): unknown {
  const { object, address, accepted, conditions, listeners } = gateway;
  const stored: Record<string, unknown> = isRecord(object.status) ? object.status : {};
  const { addresses: _addresses, listeners: _listeners, ...others } = stored;
  const pending = pendingGatewayStatus().conditions.filter(({ type }) => conditions.get(type) === undefined);
  return {
    ...others,
    ...(address === undefined ? {} : { addresses: [{ type: 'IPAddress', value: address }] }),
    conditions: withForeign([...conditions.list(), ...pending], stored),
    ...(accepted
      ? {
          listeners: listeners.map(({ spec, supportedKinds, attachedRoutes, conditions }) => ({
            name: spec.name,
            supportedKinds,
            attachedRoutes,
            conditions: conditions.list(),
          })),
        }
      : {}),
  };
}

/** What a Gateway says whose class is gone: nobody serves it, whatever was written before. */
function forgottenStatus(stored: unknown): unknown {
  const addresses = listIn(stored, 'addresses');
  const listeners = listIn(stored, 'listeners');
  return addresses.length + listeners.length === 0 ? undefined : pendingGatewayStatus();
}

function routeParents(route: RouteState | undefined): unknown[] {
  if (route === undefined) return [];
  // parentRefs that share their conditions are one entry, under the name of the first
  const entries = new Map<Conditions, RouteParent>();
  for (const parent of route.parents.toSorted((a, b) => a.gateway.classRank - b.gateway.classRank)) {
    if (!entries.has(parent.conditions)) entries.set(parent.conditions, parent);
  }
  return [...entries.values()].map(({ ref, conditions }) => ({
    parentRef: { group: GATEWAY_GROUP, kind: 'Gateway', ...ref },
    controllerName: CONTROLLER_NAME,
    conditions: conditions.list(),
  }));
}

/**
 * Statuses that differ from the stored ones. What other controllers wrote is kept; a condition keeps its time while its status does not
 * change. Source: gateway-api section 3.1.
 * @param now time of what changed, RFC 3339 with whole seconds
 */
export function makeStatuses(
  inputs: Inputs,
  gateways: readonly GatewayState[],
  routes: readonly RouteState[],
  { ancestors }: Attached,
  now: string,
): StatusChange[] {
  const changes: StatusChange[] = [];
  const write = (object: KubeObject, status: unknown): void => {
    if (status === undefined || stands(status, object.status)) return;
    const complete = completeStatus(status, object.status, now);
    if (!sameJson(complete, object.status)) changes.push({ key: keyOf(object), status: complete });
  };
  for (const object of inputs.gatewayClasses.filter(isOurs)) {
    const stored: Record<string, unknown> = isRecord(object.status) ? object.status : {};
    const { conditions } = gatewayClassStatus(object);
    write(object, { ...stored, conditions: withForeign(conditions, stored) });
  }
  const states = new Map(gateways.map((gateway) => [gateway.key, gateway]));
  const classes = new Set(inputs.gatewayClasses.map(({ metadata }) => metadata.name));
  for (const object of inputs.gateways) {
    const state = states.get(`${object.metadata.namespace ?? ''}/${object.metadata.name}`);
    if (state !== undefined) write(object, gatewayStatus(state));
    else if (!classes.has(object.spec.gatewayClassName)) write(object, forgottenStatus(object.status));
  }
  const routeStates = new Map<KubeObject, RouteState>(routes.map((route) => [route.object, route]));
  for (const object of [...inputs.httpRoutes, ...inputs.grpcRoutes]) {
    write(object, withEntries(object.status, 'parents', routeParents(routeStates.get(object))));
  }
  for (const policy of inputs.policies) {
    write(policy, withEntries(policy.status, 'ancestors', ancestors.get(policyKey(policy))?.status() ?? []));
  }
  return changes;
}
