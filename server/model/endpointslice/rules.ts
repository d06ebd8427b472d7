import { addressWarnings } from '../core/ip.ts';
import type { CoreRules } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { EndpointSliceFields } from './schema.ts';
import { earlierSliceType, same, sliceType } from './type.ts';
import { isLoopback, validateEndpointSlice } from './validate.ts';

const fieldsOf = (object: KubeObject): Partial<EndpointSliceFields> => object;

function defaults(object: KubeObject): void {
  const { ports } = fieldsOf(object);
  if (ports === undefined) return;
  object.ports = ports.map((one) => ({ ...one, name: one.name ?? '', protocol: one.protocol ?? 'TCP' }));
}

/** What of a slice is counted when it changes. */
const COUNTED = ['addressType', 'endpoints', 'ports', 'labels'] as const;

/** Topology in the form of v1beta1 is not taken. */
function prepare(object: KubeObject, old: KubeObject | undefined): void {
  const { endpoints } = fieldsOf(object);
  if (old === undefined) object.metadata.generation = 1;
  else if (!same(object, old, COUNTED)) object.metadata.generation = (old.metadata.generation ?? 0) + 1;
  if (endpoints === undefined || (old !== undefined && same(object, old, ['endpoints']))) return;
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
  type: sliceType,
  earlierTypes: { v1beta1: earlierSliceType },
  defaults,
  create: {
    prepare: (object) => prepare(object, undefined),
    validate: (object) => validateEndpointSlice(object, undefined),
    warnings: (object) => warnings(object, undefined),
  },
  change: { prepare, repeats: ['metadata'], validate: validateEndpointSlice, warnings },
  subresources: {},
};
