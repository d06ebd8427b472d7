import { parseAllDocuments } from 'yaml';
import type { Binding } from '../contract/control.ts';
import { keyOf, keyText, type KubeObject, type StoredObject } from '../model/object.ts';
import type { RuleAction, Snapshot, SnapshotRule } from '../routing/snapshot.ts';
import { translate, type TranslateOptions, type Translation } from './translate.ts';

const CLUSTER_SCOPED = new Set(['GatewayClass', 'Namespace']);
export const NOW = '2026-05-01T12:00:00Z';
export const POOL = '127.77.0.0/16';

/** YAML documents as stored objects: namespace `default`, generation 1, all of the same age unless they say otherwise. */
export function stored(...texts: string[]): StoredObject[] {
  return texts
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => {
      const object = document.toJS() as KubeObject;
      const { kind, metadata } = object;
      return {
        ...object,
        metadata: {
          ...(CLUSTER_SCOPED.has(kind) ? {} : { namespace: 'default' }),
          name: metadata.name ?? '',
          uid: `uid-${kind}-${metadata.name}`,
          resourceVersion: '1',
          generation: 1,
          creationTimestamp: '2026-01-01T00:00:00Z',
          ...metadata,
        },
      };
    });
}

/** What a proxy reports that could open every port of a snapshot. */
export function opened(snapshot: Snapshot): Binding[] {
  return snapshot.gateways.flatMap(({ namespace, name, address, ports }) =>
    ports.map(({ port }) => ({ gateway: { namespace, name }, port, address, boundPort: port })),
  );
}

/** Translates, and once more when the proxy has opened the ports. */
export function run(objects: readonly StoredObject[], options: Partial<TranslateOptions> = {}): Translation {
  const all = { revision: 7, pool: POOL, bindings: [], now: NOW, ...options };
  const { snapshot } = translate(objects, all);
  return translate(objects, { ...all, bindings: options.bindings ?? opened(snapshot) });
}

/** The objects after the statuses were written. */
export function withStatuses(objects: readonly StoredObject[], statuses: Translation['statuses']): StoredObject[] {
  const byKey = new Map(statuses.map(({ key, status }) => [keyText(key), status]));
  return objects.map((object) => {
    const status = byKey.get(keyText(keyOf(object)));
    return status === undefined ? object : { ...object, status };
  });
}

interface Entry {
  conditions: { type: string; status: string; reason: string; message: string }[];
  [field: string]: unknown;
}

/** A status as the tests read it. */
export interface Read extends Entry {
  addresses?: { value: string }[];
  listeners: Entry[];
  parents: Entry[];
  ancestors: Entry[];
}

/** The new status of an object in `default`, or in the namespace before the slash. */
export function statusOf({ statuses }: Translation, kind: string, path: string): Read | undefined {
  const [name = '', namespace] = path.split('/').toReversed();
  const found = statuses.find(
    ({ key }) =>
      key.kind === kind &&
      key.name === name &&
      key.namespace === (namespace ?? (CLUSTER_SCOPED.has(kind) ? '' : 'default')),
  );
  return found?.status as Read | undefined;
}

/** Conditions as `Type=Status Reason: message`. */
export function said(entry: Entry | undefined): string[] {
  return (entry?.conditions ?? []).map(
    ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`,
  );
}

/** A rule of a snapshot by its id. @throws Error when it is not there */
export function ruleOf({ snapshot }: Translation, id: string): SnapshotRule {
  const rule = snapshot.rules[id];
  if (rule === undefined) throw new Error(`no rule ${id} in ${Object.keys(snapshot.rules).join(', ')}`);
  return rule;
}

/** The group that a rule forwards to. @throws Error when it answers itself */
export function groupOf(translation: Translation, id: string): Extract<RuleAction, { type: 'forward' }>['group'] {
  const { action } = ruleOf(translation, id);
  if (action.type !== 'forward') throw new Error(`rule ${id} responds ${action.status}: ${action.reason}`);
  return action.group;
}

export const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: eg}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: eg}
spec:
  gatewayClassName: eg
  listeners:
  - {name: http, protocol: HTTP, port: 80}
`;

/** A Service with port 3000 and an EndpointSlice of `addresses`, all ready. */
export function backend(name: string, addresses: string[], namespace = 'default'): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  ports: [{name: http, port: 3000, targetPort: 3000, protocol: TCP}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: ${name}-1, namespace: ${namespace}, labels: {kubernetes.io/service-name: ${name}}}
addressType: IPv4
ports: [{name: http, port: 3000, protocol: TCP}]
endpoints: ${JSON.stringify(addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })))}
`;
}

/** A route to Gateway eg with one rule; `spec` is more of the spec, `backendRefs` those of the rule. */
export function route(name: string, backendRefs: object[], spec: object = {}): string {
  return JSON.stringify({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name },
    spec: { parentRefs: [{ name: 'eg' }], rules: [{ name: 'main', backendRefs }], ...spec },
  });
}
