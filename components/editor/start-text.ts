import type { KubeObject } from '../../server/model/object.ts';
import { asList, asMap, asText } from '../forms/shapes.ts';
import { isRouteKind, specOf, targetRefsOf } from '../live/served.ts';
import { DocumentModel, type Patch } from './document-model.ts';
import { applyEdit } from './text-edit.ts';
import type { Path } from './values.ts';

/** What a new object is wanted for, from the address of the page. */
export interface Prefill {
  /** Gateway of a route. */
  gateway?: { namespace: string; name: string };
  /** Backend of a route. */
  backend?: { namespace: string; name: string; port: number | undefined };
  /** Target of a policy. */
  target?: { kind: string; namespace: string; name: string; section?: string };
  /** Namespace to create it in. */
  namespace?: string;
}

/** Objects that are there, so that a start names what exists. */
export interface World {
  gateways: readonly KubeObject[];
  services: readonly KubeObject[];
  routes: readonly KubeObject[];
  /** Objects of the kind that is created. */
  siblings: readonly KubeObject[];
}

/** Reads `?gateway=NS/NAME`, `?backend=NS/NAME:PORT`, `?target=KIND/NS/NAME[/SECTION]`, `?ns=`. What makes no sense is left out. */
export function readPrefill(params: URLSearchParams): Prefill {
  const result: Prefill = {};
  const [gatewayNamespace, gatewayName] = (params.get('gateway') ?? '').split('/');
  if (gatewayNamespace && gatewayName) result.gateway = { namespace: gatewayNamespace, name: gatewayName };
  const backend = /^([^/:]+)\/([^/:]+)(?::(\d+))?$/.exec(params.get('backend') ?? '');
  if (backend)
    result.backend = { namespace: backend[1]!, name: backend[2]!, port: backend[3] ? Number(backend[3]) : undefined };
  const [kind, namespace, name, section] = (params.get('target') ?? '').split('/');
  if (kind && namespace && name) result.target = { kind, namespace, name, ...(section ? { section } : {}) };
  const scope = params.get('ns');
  if (scope) result.namespace = scope;
  return result;
}

function found(objects: readonly KubeObject[], namespace: string, name: string): KubeObject | undefined {
  return objects.find(({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace);
}

function firstPort(service: KubeObject | undefined): number | undefined {
  return specOf(service, 'Service').ports?.[0]?.port;
}

function set(path: Path, value: unknown): Patch {
  return { op: 'set', path, value };
}

/** A reference from a namespace: another namespace is written, the own one is not. */
function named(path: Path, from: string, to: { namespace: string; name: string }): Patch[] {
  const place: Path = [...path, 'namespace'];
  return [
    set([...path, 'name'], to.name),
    to.namespace === from ? { op: 'remove', path: place } : set(place, to.namespace),
  ];
}

/** The first name of `name`, `name-2`, `name-3` ... that no sibling has. */
export function freeName(name: string, namespace: string, siblings: readonly KubeObject[]): string {
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${name}-${i}`;
    if (!found(siblings, namespace, candidate)) return candidate;
  }
}

/** An example made to fit: a free name, the wanted references, and existing objects where the example names some that do not exist. */
export function startText(kind: string, yaml: string, prefill: Prefill, world: World): string {
  const model = new DocumentModel(yaml);
  const namespaced = asText(model.get(['metadata', 'namespace'])) !== '';
  const namespace =
    prefill.target?.namespace ??
    prefill.backend?.namespace ??
    prefill.namespace ??
    (asText(model.get(['metadata', 'namespace'])) || 'default');
  const wanted =
    isRouteKind(kind) && prefill.backend
      ? `${prefill.backend.name}-route`
      : kind === 'BackendTrafficPolicy' && prefill.target
        ? `${prefill.target.name}-policy`
        : asText(model.get(['metadata', 'name']));
  const name = freeName(wanted, namespaced ? namespace : '', world.siblings);
  const patches: Patch[] = isRouteKind(kind)
    ? [
        ...routePatches(model, namespace, prefill, world),
        ...pathPatches(model, name, prefill, world),
        ...callPatches(model, name, prefill, world),
      ]
    : kind === 'BackendTrafficPolicy'
      ? policyPatches(model, namespace, prefill, world)
      : [];
  const edit = model.patch([
    set(['metadata', 'name'], name),
    ...(namespaced ? [set(['metadata', 'namespace'], namespace)] : []),
    ...patches,
  ]);
  return edit ? applyEdit(yaml, edit) : yaml;
}

function routePatches(model: DocumentModel, namespace: string, prefill: Prefill, world: World): Patch[] {
  const patches: Patch[] = [];
  asList(model.get(['spec', 'parentRefs'])).forEach((parent, i) => {
    const path = ['spec', 'parentRefs', i];
    const first = world.gateways[0]?.metadata;
    if (i === 0 && prefill.gateway) patches.push(...named(path, namespace, prefill.gateway));
    else if (first?.name && !found(world.gateways, namespace, asText(asMap(parent)['name'])))
      patches.push(...named(path, namespace, { namespace: first.namespace ?? '', name: first.name }));
  });
  // a Service in the route's own namespace needs no ReferenceGrant
  const services = world.services.filter(({ metadata }) => metadata.namespace === namespace);
  let next = 0;
  asList(model.get(['spec', 'rules'])).forEach((rule, r) =>
    asList(asMap(rule)['backendRefs']).forEach((ref, b) => {
      const path = ['spec', 'rules', r, 'backendRefs', b];
      const wanted = r === 0 && b === 0 ? prefill.backend : undefined;
      const service = wanted
        ? found(world.services, wanted.namespace, wanted.name)
        : (found(services, namespace, asText(asMap(ref)['name'])) ?? services[next++ % Math.max(1, services.length)]);
      const port = wanted?.port ?? firstPort(service);
      const name = wanted ?? (service && { namespace, name: service.metadata.name ?? '' });
      if (name) patches.push(...named(path, namespace, name));
      if (port !== undefined && name) patches.push(set([...path, 'port'], port));
    }),
  );
  return patches;
}

/** A path that another route has already would never win against that older one, so it becomes one that is named after what it leads to. */
function pathPatches(model: DocumentModel, name: string, prefill: Prefill, world: World): Patch[] {
  const pathsOf = (spec: unknown) =>
    asList(asMap(spec)['rules']).flatMap((rule, r) =>
      asList(asMap(rule)['matches']).map((match, m) => ({
        place: ['spec', 'rules', r, 'matches', m, 'path', 'value'],
        value: asText(asMap(asMap(match)['path'])['value']),
      })),
    );
  const taken = new Set(world.siblings.flatMap(({ spec }) => pathsOf(spec).map(({ value }) => value)));
  return pathsOf(model.get(['spec']))
    .filter(({ value }) => value !== '' && (taken.has(value) || prefill.backend !== undefined))
    .map(({ place }) => set(place, `/${prefill.backend?.name ?? name}`));
}

/** The same for calls: a service, or one method of it, that another route has already. */
function callPatches(model: DocumentModel, name: string, prefill: Prefill, world: World): Patch[] {
  const callsOf = (spec: unknown) =>
    asList(asMap(spec)['rules']).flatMap((rule, r) =>
      asList(asMap(rule)['matches']).map((match, m) => {
        const { service, method } = asMap(asMap(match)['method']);
        return {
          place: ['spec', 'rules', r, 'matches', m, 'method', 'service'],
          service: asText(service),
          call: `${asText(service)}/${asText(method)}`,
        };
      }),
    );
  const taken = new Set(world.siblings.flatMap(({ spec }) => callsOf(spec).map(({ call }) => call)));
  const wanted = serviceName(prefill.backend?.name ?? name);
  return callsOf(model.get(['spec']))
    .filter(({ service, call }) => service !== '' && (taken.has(call) || prefill.backend !== undefined))
    .map(({ place, service }) => set(place, `${service.slice(0, service.lastIndexOf('.') + 1)}${wanted}`));
}

/** `greeter-canary` as a service of gRPC is named: `GreeterCanary`. */
function serviceName(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const text = words.map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`).join('');
  return /^[A-Za-z]/.test(text) ? text : `S${text}`;
}

function policyPatches(model: DocumentModel, namespace: string, prefill: Prefill, world: World): Patch[] {
  const path = ['spec', 'targetRefs', 0];
  if (model.get(path) === undefined) return [];
  const { target } = prefill;
  if (target)
    return [
      set([...path, 'kind'], target.kind),
      set([...path, 'name'], target.name),
      target.section === undefined
        ? { op: 'remove', path: [...path, 'sectionName'] }
        : set([...path, 'sectionName'], target.section),
      // only route policies merge
      ...(target.kind === 'Gateway' ? [{ op: 'remove', path: ['spec', 'mergeType'] } as const] : []),
    ];
  const kind = asText(model.get([...path, 'kind']));
  const written = asText(model.get([...path, 'name']));
  const held = new Set(world.siblings.filter(({ metadata }) => metadata.namespace === namespace).flatMap(targetsOf));
  const near = (kind === 'Gateway' ? world.gateways : world.routes.filter((route) => route.kind === kind)).filter(
    ({ metadata }) => metadata.namespace === namespace,
  );
  const isFree = (name: string) => !held.has(`${kind}/${name}`);
  if (found(near, namespace, written) && isFree(written)) return [];
  // of two policies of one target only the older one acts
  const wanted = near.find(({ metadata }) => isFree(metadata.name ?? '')) ?? near[0];
  return wanted === undefined ? [] : [set([...path, 'name'], wanted.metadata.name)];
}

/** `KIND/NAME` of what a policy applies to as a whole. */
function targetsOf(policy: KubeObject): string[] {
  return targetRefsOf(specOf(policy, 'BackendTrafficPolicy'))
    .filter(({ sectionName }) => sectionName === undefined)
    .map(({ kind, name }) => `${kind}/${name}`);
}
