import { always, bool, int32, list, pointer, stringMap, struct, text } from '../core/go-types.ts';
import { encodeStruct } from '../core/decode.ts';
import { coreObject } from '../core/object-meta.ts';
import { sameJson } from '../core/same.ts';
import type { KubeObject } from '../object.ts';
import { cloneJson } from '../schema/normalize.ts';
import type { JsonObject } from '../schema/types.ts';

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

/** Source: k8s.io/api/discovery/v1 EndpointSlice. */
export const sliceType = coreObject('v1.EndpointSlice', {
  addressType: always(text('v1.AddressType')),
  endpoints: always(list(endpoint)),
  ports: always(list(port)),
});

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
