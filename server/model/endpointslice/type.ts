import {
  always,
  bool,
  type GoField,
  type GoStruct,
  int32,
  list,
  pointer,
  stringMap,
  struct,
  text,
} from '../core/go-types.ts';
import { encodeStruct } from '../core/decode.ts';
import { coreObject } from '../core/object-meta.ts';
import { sameJson } from '../core/same.ts';
import type { KubeObject } from '../object.ts';
import { cloneJson } from '../schema/normalize.ts';
import type { JsonObject } from '../schema/types.ts';

const reference = struct('v1.ObjectReference', {
  kind: text(),
  namespace: text(),
  name: text(),
  uid: text('types.UID'),
  apiVersion: text(),
  resourceVersion: text(),
  fieldPath: text(),
});

/** What tells v1 and v1beta1 apart: where an endpoint is. */
const PLACE = { v1: { deprecatedTopology: stringMap, zone: pointer(text()) }, v1beta1: { topology: stringMap } };

function typeAt(version: keyof typeof PLACE): GoStruct {
  const named = (name: string, fields: Record<string, GoField>): GoField => struct(`${version}.${name}`, fields);
  const hint = (name: string) => list(named(name, { name: always(text()) }));
  const endpoint = named('Endpoint', {
    addresses: always(list(text())),
    conditions: named('EndpointConditions', {
      ready: pointer(bool),
      serving: pointer(bool),
      terminating: pointer(bool),
    }),
    hostname: pointer(text()),
    targetRef: pointer(reference),
    nodeName: pointer(text()),
    hints: pointer(named('EndpointHints', { forZones: hint('ForZone'), forNodes: hint('ForNode') })),
    ...PLACE[version],
  });
  const port = named('EndpointPort', {
    name: pointer(text()),
    protocol: pointer(text('v1.Protocol')),
    port: pointer(int32),
    appProtocol: pointer(text()),
  });
  return coreObject(`${version}.EndpointSlice`, {
    addressType: always(text(`${version}.AddressType`)),
    endpoints: always(list(endpoint)),
    ports: always(list(port)),
  });
}

/** Source: k8s.io/api/discovery/v1 EndpointSlice. */
export const sliceType = typeAt('v1');

/** As it was before. Source: k8s.io/api/discovery/v1beta1 EndpointSlice. */
export const earlierSliceType = typeAt('v1beta1');

/** True when members of two slices say the same; what is empty is as good as absent. */
export function same(
  one: KubeObject,
  other: KubeObject,
  members: readonly ('addressType' | 'endpoints' | 'ports' | 'labels')[],
): boolean {
  return sameJson(part(one, members), part(other, members));
}

function part(object: KubeObject, members: readonly string[]): JsonObject {
  const { labels } = object.metadata;
  const fields = Object.fromEntries(members.map((name) => [name, object[name]]));
  const metadata = members.includes('labels') ? { labels } : {};
  return encodeStruct(cloneJson({ ...fields, metadata }) as JsonObject, sliceType);
}
