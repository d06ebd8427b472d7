import { backendTrafficPolicy } from './backendtrafficpolicy/kind.ts';
import { endpointSlice } from './endpointslice/kind.ts';
import { gateway } from './gateway/kind.ts';
import { gatewayClass } from './gatewayclass/kind.ts';
import { grpcRoute } from './grpcroute/kind.ts';
import { httpRoute } from './httproute/kind.ts';
import type { Kind } from './kind.ts';
import { namespace } from './namespace/kind.ts';
import { referenceGrant } from './referencegrant/kind.ts';
import { service } from './service/kind.ts';

/** Every kind that is served, in apply order. */
export const kinds: readonly Kind[] = [
  namespace,
  gatewayClass,
  service,
  endpointSlice,
  gateway,
  referenceGrant,
  httpRoute,
  grpcRoute,
  backendTrafficPolicy,
].toSorted((a, b) => a.applyOrder - b.applyOrder);

/** The kind of that name; '' is the core group. */
export function findKind(group: string, kind: string): Kind | undefined {
  return kinds.find((one) => one.group === group && one.kind === kind);
}

/** The kind behind a path of the API, in any of its versions. */
export function findPlural(group: string, version: string, plural: string): Kind | undefined {
  return kinds.find(
    (one) =>
      one.group === group &&
      one.plural === plural &&
      (one.version === version || (one.otherVersions ?? []).includes(version)),
  );
}
