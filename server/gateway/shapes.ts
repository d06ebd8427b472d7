/*
 * Types of what translation reads, all inferred from the schemas of the kinds. Required fields are there, since objects were admitted;
 * fields with a default are optional, so that a manifest that was not stored yet can be explained too.
 */
import type { backendTrafficPolicySpec } from '../model/backendtrafficpolicy/schema.ts';
import type { endpointSliceSchema } from '../model/endpointslice/schema.ts';
import type { gatewaySpec } from '../model/gateway/schema.ts';
import type { gatewayClassSpec } from '../model/gatewayclass/schema.ts';
import type { grpcRouteSpec } from '../model/grpcroute/schema.ts';
import type { httpRouteSpec } from '../model/httproute/schema.ts';
import type { StoredObject } from '../model/object.ts';
import type { referenceGrantSpec } from '../model/referencegrant/schema.ts';
import type { Authored } from '../model/schema/types.ts';
import type { serviceSpec } from '../model/service/schema.ts';
import type { labelSelector } from '../model/shared/label-selector.ts';

/** The items of a list that may be absent. */
type Item<List> = NonNullable<List> extends readonly (infer One)[] ? One : never;

export type LabelSelector = Authored<ReturnType<typeof labelSelector>>;

export type GatewayClassSpec = Authored<typeof gatewayClassSpec>;

export type GatewaySpec = Authored<typeof gatewaySpec>;
export type ListenerSpec = Item<GatewaySpec['listeners']>;

export type HttpRouteSpec = Authored<typeof httpRouteSpec>;
export type ParentRef = Item<HttpRouteSpec['parentRefs']>;
export type HttpRule = Item<HttpRouteSpec['rules']>;
export type HttpMatch = Item<HttpRule['matches']>;
export type HttpFilter = Item<HttpRule['filters']>;
/** A header or query parameter that has to match. */
export type NamedMatch = Item<HttpMatch['headers']>;

export type GrpcRouteSpec = Authored<typeof grpcRouteSpec>;
export type GrpcRule = Item<GrpcRouteSpec['rules']>;
export type GrpcMatch = Item<GrpcRule['matches']>;

/** The kinds of routes that attach to HTTP and HTTPS listeners. */
export type RouteKind = 'HTTPRoute' | 'GRPCRoute';
export type RouteSpec = HttpRouteSpec | GrpcRouteSpec;
export type RouteRule = HttpRule | GrpcRule;
export type RouteFilter = HttpFilter | Item<GrpcRule['filters']>;
export type HeaderModifier = NonNullable<HttpFilter['requestHeaderModifier']>;
/** A backend with its weight, of a rule of either kind. */
export type BackendRef = Item<HttpRule['backendRefs']> | Item<GrpcRule['backendRefs']>;
/** A backend without weight or filters, as of a mirror. */
export type BackendObjectRef = NonNullable<HttpFilter['requestMirror']>['backendRef'];

export type ServiceSpec = Authored<typeof serviceSpec>;

export type ReferenceGrantSpec = Authored<typeof referenceGrantSpec>;

/** Every field beside the targets is a setting, whether it acts or not. */
export type PolicySpec = Authored<typeof backendTrafficPolicySpec>;
export type TargetRef = Item<PolicySpec['targetRefs']>;
export type TargetSelector = Item<PolicySpec['targetSelectors']>;
export type LoadBalancerSpec = NonNullable<PolicySpec['loadBalancer']>;

/** A stored object whose spec is read as `Spec`. */
export type Typed<Spec> = StoredObject & { spec: Spec };
export type EndpointSlice = StoredObject & Omit<Authored<typeof endpointSliceSchema>, 'apiVersion' | 'kind'>;
