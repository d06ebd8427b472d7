import type { KubeObject } from '../../server/model/object.ts';
import { isRouteKind, sliceOf, specOf } from '../live/served.ts';

/** Something about manifests that a cluster would stumble over, or needs to have. */
export interface ClusterNote {
  id: string;
  /** `bad`: it would be refused; `warn`: it would do nothing; `ok`: what has to be there. */
  level: 'bad' | 'warn' | 'ok';
  title: string;
  /** Why, and what to do. */
  text: string;
  objects: string[];
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name ?? ''}` : (metadata.name ?? '');
}

/** Addresses of this machine. An API server takes none of them in an EndpointSlice (kubernetes ValidateNonSpecialIP). */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** Whether manifests would work on a cluster with Envoy Gateway, and what it needs besides. Pure. */
export function clusterNotes(
  objects: readonly KubeObject[],
  specs: { gatewayApi: string; envoyGateway: string },
): ClusterNote[] {
  const of = (kind: string): KubeObject[] => objects.filter((object) => object.kind === kind);
  const loopback = of('EndpointSlice').filter((slice) =>
    (sliceOf(slice).endpoints ?? []).some(({ addresses = [] }) => addresses.some(isLoopback)),
  );
  const covered = new Set(
    of('EndpointSlice')
      .filter((slice) => !loopback.includes(slice))
      .map(
        (slice) => `${slice.metadata.namespace ?? ''}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
      ),
  );
  const idle = of('Service').filter((service) => {
    const { selector, type } = specOf(service, 'Service');
    return Object.keys(selector ?? {}).length === 0 && type !== 'ExternalName' && !covered.has(nameOf(service));
  });
  const addressed = of('Gateway').filter((gateway) =>
    (specOf(gateway, 'Gateway').addresses ?? []).some(({ value }) => isLoopback(value ?? '')),
  );
  const made = new Set(of('Namespace').map(nameOf));
  const missing = [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))]
    .filter((name) => !made.has(name) && name !== 'default')
    .toSorted();
  const names = (list: readonly KubeObject[]): string[] => list.map(nameOf);
  const notes: ClusterNote[] = [];
  const note = (
    when: boolean,
    id: string,
    level: ClusterNote['level'],
    title: string,
    text: string,
    named: string[] = [],
  ): void => {
    if (when) notes.push({ id, level, title, text, objects: named });
  };
  note(
    loopback.length > 0,
    'loopback',
    'bad',
    `${counted(loopback.length, 'EndpointSlice')} with addresses of this machine`,
    'A cluster refuses loopback addresses. Leave EndpointSlices out: a cluster writes them itself for Services with a selector.',
    names(loopback),
  );
  note(
    addressed.length > 0,
    'addresses',
    'bad',
    `${counted(addressed.length, 'Gateway')} on an address of this machine`,
    'Take spec.addresses away, so that the cluster gives an address.',
    names(addressed),
  );
  note(
    idle.length > 0,
    'selector',
    'warn',
    `${counted(idle.length, 'Service')} without a selector`,
    'Nothing stands behind them in a cluster, and their rules answer 503, until spec.selector names the labels of pods. Choose one to add the selector app: NAME, which most manifests have, in the editor.',
    names(idle),
  );
  note(
    missing.length > 0,
    'namespaces',
    'ok',
    `${counted(missing.length, 'namespace')} that must be there`,
    `kubectl create namespace ${missing[0] ?? ''}${missing.length > 1 ? ', and so on' : ''}.`,
    missing,
  );
  const uses = objects.some(({ kind }) => isRouteKind(kind) || kind === 'Gateway' || kind === 'GatewayClass');
  note(
    uses || of('BackendTrafficPolicy').length > 0,
    'controller',
    'ok',
    `Envoy Gateway ${specs.envoyGateway} with Gateway API ${specs.gatewayApi}`,
    'These are the releases that the manifests were checked against; older ones may not know every field.',
  );
  return notes;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
