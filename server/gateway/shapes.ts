/*
 * The fields of stored objects that translation reads, as the API serves them. Stored objects were admitted, so required fields are
 * there; fields with a server-side default are optional here and read with that default. Source: gateway-api section 1,
 * backend-traffic-policy section 1.
 */
import type { StoredObject } from '../model/object.ts';

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface GatewayClassSpec {
  controllerName: string;
  parametersRef?: { group: string; kind: string; name: string; namespace?: string };
}

export interface ListenerSpec {
  name: string;
  hostname?: string;
  port: number;
  protocol: string;
  allowedRoutes?: {
    kinds?: { group?: string; kind: string }[];
    namespaces?: { from?: string; selector?: LabelSelector };
  };
}

export interface GatewaySpec {
  gatewayClassName: string;
  listeners: ListenerSpec[];
  addresses?: { type?: string; value?: string }[];
  infrastructure?: { parametersRef?: { group: string; kind: string; name: string } };
}

export interface ParentRef {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  sectionName?: string;
  port?: number;
}

export interface HttpMatch {
  path?: { type?: 'Exact' | 'PathPrefix' | 'RegularExpression'; value?: string };
  method?: string;
  headers?: NamedMatch[];
  queryParams?: NamedMatch[];
}

export interface NamedMatch {
  type?: 'Exact' | 'RegularExpression';
  name: string;
  value: string;
}

export interface BackendRef {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  port?: number;
  weight?: number;
  filters?: { type: string }[];
}

export interface HttpRule {
  name?: string;
  matches?: HttpMatch[];
  filters?: { type: string }[];
  backendRefs?: BackendRef[];
}

export interface HttpRouteSpec {
  parentRefs?: ParentRef[];
  hostnames?: string[];
  rules?: HttpRule[];
}

export interface ServiceSpec {
  type?: string;
  ports?: { name?: string; port: number; protocol?: string; appProtocol?: string }[];
  trafficDistribution?: string;
}

interface EndpointSliceFields {
  addressType: string;
  endpoints?: {
    addresses: string[];
    conditions?: { ready?: boolean; serving?: boolean; terminating?: boolean };
    zone?: string;
  }[];
  ports?: { name?: string; port?: number; protocol?: string }[];
}

export interface ReferenceGrantSpec {
  from: { group: string; kind: string; namespace: string }[];
  to: { group: string; kind: string; name?: string }[];
}

export interface TargetRef {
  group: string;
  kind: string;
  name: string;
  sectionName?: string;
}

export interface TargetSelector extends LabelSelector {
  group?: string;
  kind: string;
  namespaces?: { from: string; selector?: LabelSelector };
}

export interface LoadBalancerSpec {
  type: string;
  consistentHash?: {
    type: string;
    header?: { name: string };
    headers?: { name: string }[];
    cookie?: { name: string; ttl?: string; attributes?: Record<string, string> };
    queryParams?: { name: string }[];
    tableSize?: number;
  };
  zoneAware?: { preferLocal?: unknown; weightedZones?: unknown[] };
}

/** Every field beside the targets is a setting, whether it acts or not. */
export interface PolicySpec {
  targetRef?: TargetRef;
  targetRefs?: TargetRef[];
  targetSelectors?: TargetSelector[];
  mergeType?: string;
  loadBalancer?: LoadBalancerSpec;
  compression?: unknown[];
  [field: string]: unknown;
}

/** A stored object whose spec is read as `Spec`. */
export type Typed<Spec> = StoredObject & { spec: Spec };
export type EndpointSlice = StoredObject & EndpointSliceFields;
