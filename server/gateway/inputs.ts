import { groupVersion, type StoredObject } from '../model/object.ts';
import { byAge } from './order.ts';
import type { ReadReferences } from './read-references.ts';
import type {
  EndpointSlice,
  GatewayClassSpec,
  GatewaySpec,
  GrpcRouteSpec,
  HttpRouteSpec,
  PolicySpec,
  ReferenceGrantSpec,
  ServiceSpec,
  Typed,
} from './shapes.ts';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';
export const ENVOY_GROUP = 'gateway.envoyproxy.io';
/** The label that ties an EndpointSlice to its Service. */
const SERVICE_LABEL = 'kubernetes.io/service-name';

const SLICE = 'discovery.k8s.io/EndpointSlice';

/** The API server labels every Namespace with its name; selectors rely on it. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** All objects that translation reads, by what they are looked up by. Lists are in order of age. */
export interface Inputs {
  gatewayClasses: Typed<GatewayClassSpec>[];
  gateways: Typed<GatewaySpec>[];
  httpRoutes: Typed<HttpRouteSpec>[];
  grpcRoutes: Typed<GrpcRouteSpec>[];
  policies: Typed<PolicySpec>[];
  /** Labels by namespace name. A namespace without an object has no entry. */
  namespaces: Map<string, Record<string, string>>;
  /** By `NAMESPACE/NAME`. */
  services: Map<string, Typed<ServiceSpec>>;
  /** By `NAMESPACE/SERVICE`, each list in order of age. */
  endpointSlices: Map<string, EndpointSlice[]>;
  /** What a mirror of a GRPCRoute may lead to; absent: everything. */
  mirrored?: ReadReferences;
  /** By namespace. */
  grants: Map<string, ReferenceGrantSpec[]>;
}

/** Where an object belongs, and under which key. Found once for each object, which never changes. */
const places = new WeakMap<StoredObject, { kind: string; key: string }>();

function placeOf(object: StoredObject): { kind: string; key: string } {
  let place = places.get(object);
  if (place === undefined) {
    const { name, namespace = '', labels = {} } = object.metadata;
    const kind = `${groupVersion(object.apiVersion).group}/${object.kind}`;
    const service = kind === SLICE ? labels[SERVICE_LABEL] : name;
    place = { kind, key: service === undefined ? '' : `${namespace}/${service}` };
    places.set(object, place);
  }
  return place;
}

/** Labels of a namespace; one without an object of its own has its name. */
export function labelsOfNamespace(name: string, { namespaces }: Inputs): Record<string, string> {
  return namespaces.get(name) ?? { [NAME_LABEL]: name };
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Sorts stored objects into what translation looks up. Objects of other kinds are left aside. */
export function readInputs(objects: readonly StoredObject[]): Inputs {
  const inputs: Inputs = {
    gatewayClasses: [],
    gateways: [],
    httpRoutes: [],
    grpcRoutes: [],
    policies: [],
    namespaces: new Map(),
    services: new Map(),
    endpointSlices: new Map(),
    grants: new Map(),
  };
  for (const object of objects) {
    const { kind, key } = placeOf(object);
    switch (kind) {
      case `${GATEWAY_GROUP}/GatewayClass`:
        inputs.gatewayClasses.push(object as Typed<GatewayClassSpec>);
        break;
      case `${GATEWAY_GROUP}/Gateway`:
        inputs.gateways.push(object as Typed<GatewaySpec>);
        break;
      case `${GATEWAY_GROUP}/HTTPRoute`:
        inputs.httpRoutes.push(object as Typed<HttpRouteSpec>);
        break;
      case `${GATEWAY_GROUP}/GRPCRoute`:
        inputs.grpcRoutes.push(object as Typed<GrpcRouteSpec>);
        break;
      case `${ENVOY_GROUP}/BackendTrafficPolicy`:
        inputs.policies.push(object as Typed<PolicySpec>);
        break;
      case `${GATEWAY_GROUP}/ReferenceGrant`:
        append(inputs.grants, object.metadata.namespace ?? '', (object as Typed<ReferenceGrantSpec>).spec);
        break;
      case '/Namespace': {
        const { name, labels } = object.metadata;
        inputs.namespaces.set(name, { ...labels, [NAME_LABEL]: name });
        break;
      }
      case '/Service':
        inputs.services.set(key, object as Typed<ServiceSpec>);
        break;
      case SLICE:
        if (key !== '') append(inputs.endpointSlices, key, object as EndpointSlice);
        break;
    }
  }
  inputs.gatewayClasses.sort(byAge);
  inputs.gateways.sort(byAge);
  inputs.httpRoutes.sort(byAge);
  inputs.grpcRoutes.sort(byAge);
  inputs.policies.sort(byAge);
  for (const slices of inputs.endpointSlices.values()) slices.sort(byAge);
  return inputs;
}
