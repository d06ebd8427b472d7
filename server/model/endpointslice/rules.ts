import { cloneJson } from '../schema/normalize.ts';
import type { JsonObject } from '../schema/types.ts';
import { encodeStruct } from '../core/decode.ts';
import { sameJson } from '../core/same.ts';
import { addressWarnings } from '../core/ip.ts';
import { always, bool, int32, list, pointer, stringMap, struct, text } from '../core/go-types.ts';
import { coreObject } from '../core/object-meta.ts';
import type { CoreRules } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { EndpointSliceFields } from './schema.ts';
import { isLoopback, validateEndpointSlice } from './validate.ts';

const hint = (name: string) => list(struct(name, { name: always(text()) }));

const endpoint = struct('v1.Endpoint', {
  addresses: always(list(text())),
  conditions: struct('v1.EndpointConditions', {
    ready: pointer(bool),
    serving: pointer(bool),
    terminating: pointer(bool),
  }),
  hostname: pointer(text()),
  targetRef: pointer(
    struct('v1.ObjectReference', {
      kind: text(),
      namespace: text(),
      name: text(),
      uid: text('types.UID'),
      apiVersion: text(),
      resourceVersion: text(),
      fieldPath: text(),
    }),
  ),
  deprecatedTopology: stringMap,
  nodeName: pointer(text()),
  zone: pointer(text()),
  hints: pointer(struct('v1.EndpointHints', { forZones: hint('v1.ForZone'), forNodes: hint('v1.ForNode') })),
});

const port = struct('v1.EndpointPort', {
  name: pointer(text()),
  protocol: pointer(text('v1.Protocol')),
  port: pointer(int32),
  appProtocol: pointer(text()),
});

const type = coreObject('v1.EndpointSlice', {
  addressType: always(text('v1.AddressType')),
  endpoints: always(list(endpoint)),
  ports: always(list(port)),
});

const fieldsOf = (object: KubeObject): Partial<EndpointSliceFields> => object;

function defaults(object: KubeObject): void {
  const { ports } = fieldsOf(object);
  if (ports === undefined) return;
  object.ports = ports.map((one) => ({ ...one, name: one.name ?? '', protocol: one.protocol ?? 'TCP' }));
}

/** What of a slice is counted when it changes; what is empty is as good as absent. */
function counted(object: KubeObject): unknown {
  const { addressType, endpoints, ports } = fieldsOf(object);
  const { labels } = object.metadata;
  return encodeStruct(cloneJson({ addressType, endpoints, ports, metadata: { labels } }) as JsonObject, type);
}

/** Topology in the form of v1beta1 is not taken. */
function prepare(object: KubeObject, old: KubeObject | undefined): void {
  const { endpoints } = fieldsOf(object);
  if (old === undefined) object.metadata.generation = 1;
  else if (!sameJson(counted(object), counted(old))) object.metadata.generation = (old.metadata.generation ?? 0) + 1;
  if (endpoints === undefined || (old !== undefined && sameJson(endpoints, fieldsOf(old).endpoints))) return;
  object.endpoints = endpoints.map(({ deprecatedTopology: _dropped, ...rest }) => rest);
}

/** Controllers of a cluster mend what they are given; they are not warned. */
const CONTROLLERS = new Set(['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io']);

function warnings(object: KubeObject, old: KubeObject | undefined): string[] {
  const { addressType, endpoints = [] } = fieldsOf(object);
  const found: string[] = [];
  if (old === undefined && addressType === 'FQDN') found.push('spec.addressType: FQDN endpoints are deprecated');
  if (!CONTROLLERS.has(object.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] ?? ''))
    endpoints.forEach(({ addresses = [] }, index) =>
      addresses.forEach((address, position) =>
        found.push(...addressWarnings(`endpoints[${index}].addresses[${position}]`, address)),
      ),
    );
  const loopback = endpoints.flatMap(({ addresses = [] }) => addresses).find(isLoopback);
  if (loopback !== undefined && addressType !== 'FQDN')
    found.push(
      `address ${loopback} is in the loopback range (127.0.0.0/8, ::1/128): it works here, but a cluster refuses such an EndpointSlice`,
    );
  return found;
}

/** Source: kubernetes pkg/registry/discovery/endpointslice. */
export const endpointSliceRules: CoreRules = {
  type,
  defaults,
  create: {
    prepare: (object) => prepare(object, undefined),
    validate: (object) => validateEndpointSlice(object, undefined),
    warnings: (object) => warnings(object, undefined),
  },
  change: { prepare, repeats: ['metadata'], validate: validateEndpointSlice, warnings },
  subresources: {},
};
