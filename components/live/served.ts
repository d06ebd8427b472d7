import type {
  EndpointSlice,
  GatewayClassSpec,
  GatewaySpec,
  GrpcRouteSpec,
  HttpRouteSpec,
  ParentRef,
  PolicySpec,
  ReferenceGrantSpec,
  RouteKind,
  RouteRule,
  ServiceSpec,
  TargetRef,
} from '../../server/gateway/shapes.ts';
import type { gatewayStatus } from '../../server/model/gateway/schema.ts';
import type { KubeObject } from '../../server/model/object.ts';
import type { Authored } from '../../server/model/schema/types.ts';
import type { policyStatus, routeStatus } from '../../server/model/shared/status.ts';

interface Specs {
  GatewayClass: GatewayClassSpec;
  Gateway: GatewaySpec;
  HTTPRoute: HttpRouteSpec;
  GRPCRoute: GrpcRouteSpec;
  BackendTrafficPolicy: PolicySpec;
  ReferenceGrant: ReferenceGrantSpec;
  Service: ServiceSpec;
}

/** `spec` of an object of a kind as the API serves it, typed by the kind's schema; empty for any other object. */
export function specOf<K extends keyof Specs>(object: KubeObject | undefined, kind: K): Partial<Specs[K]> {
  return object?.kind === kind ? (object.spec ?? {}) : {};
}

/** True for the kinds that route requests. */
export function isRouteKind(kind: string): kind is RouteKind {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute';
}

/** What the specs of all route kinds share. */
export interface AnyRouteSpec {
  parentRefs?: ParentRef[];
  hostnames?: string[];
  rules?: RouteRule[];
}

/** `spec` of a route of either kind, empty for any other object. */
export function routeSpecOf(object: KubeObject | undefined): AnyRouteSpec {
  if (object?.kind === 'GRPCRoute') return specOf(object, 'GRPCRoute');
  return specOf(object, 'HTTPRoute');
}

/** The fields of an EndpointSlice, which has no spec. */
export function sliceOf(object: KubeObject): Pick<EndpointSlice, 'endpoints' | 'ports'> {
  return object as EndpointSlice;
}

/** What controllers write about objects, whatever the kind: each has some of these members. */
export type Status = Partial<
  Authored<typeof gatewayStatus> & Authored<typeof routeStatus> & Authored<typeof policyStatus>
>;

/** `status` of an object, empty where nothing was written yet. */
export function statusOf(object: KubeObject): Status {
  return object.status ?? {};
}

/** The targets that a policy names: the single one of older manifests hides the list. */
export function targetRefsOf({ targetRef, targetRefs = [] }: PolicySpec): TargetRef[] {
  return targetRef === undefined ? targetRefs : [targetRef];
}
