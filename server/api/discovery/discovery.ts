import { createHash } from 'node:crypto';
import type { Kind } from '../../model/kind.ts';
import { noSuchPath } from '../../model/status.ts';
import { notAcceptable, parseAccept } from '../http/accept.ts';
import { ApiProblem } from '../http/problem.ts';
import type { Target } from '../http/target.ts';
import { findVersion, type GroupVersion, groups, groupVersionText, versions } from './groups.ts';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];

/** A document and its media type. */
export interface DiscoveryAnswer {
  type: string;
  value: object;
}

/**
 * Answers `/api`, `/apis`, `/apis/GROUP`, `/api/v1` and `/apis/GROUP/VERSION`; the first two also in the aggregated form.
 * @throws ApiProblem 404, 406
 */
export function discover(target: Exclude<Target, { type: 'resource' }>, accept: string | undefined): DiscoveryAnswer {
  if (target.type === 'root') return discoverRoot(target.core, accept);
  if (target.type === 'group') {
    if (target.group === '' || !groups().includes(target.group)) throw new ApiProblem(noSuchPath());
    return json({ kind: 'APIGroup', apiVersion: 'v1', ...groupOf(target.group) });
  }
  const found = findVersion(target.group, target.version);
  if (found === undefined) throw new ApiProblem(noSuchPath());
  return json({
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: groupVersionText(found),
    resources: found.kinds.flatMap((kind) => resources(kind)),
  });
}

function json(value: object): DiscoveryAnswer {
  return { type: 'application/json', value };
}

function discoverRoot(core: boolean, accept: string | undefined): DiscoveryAnswer {
  const ranges = parseAccept(accept);
  for (const { type, parameters } of ranges) {
    if (type === '*/*' || type === 'application/*') break;
    if (type !== 'application/json') continue;
    const as = parameters.get('as');
    if (as === undefined) break;
    const version = parameters.get('v') ?? '';
    if (
      as !== 'APIGroupDiscoveryList' ||
      parameters.get('g') !== 'apidiscovery.k8s.io' ||
      !['v2', 'v2beta1'].includes(version)
    )
      continue;
    return {
      type: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      value: aggregated(core, version),
    };
  }
  if (
    ranges.length > 0 &&
    !ranges.some(({ type }) => ['application/json', 'application/*', '*/*', 'text/html'].includes(type))
  )
    throw new ApiProblem(notAcceptable(['application/json']));
  if (core)
    return json({
      kind: 'APIVersions',
      versions: versions('').map(({ version }) => version),
      serverAddressByClientCIDRs: [],
    });
  const named = groups().filter((group) => group !== '');
  return json({ kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(groupOf) });
}

function groupOf(group: string): object {
  const list = versions(group).map((one) => ({ groupVersion: groupVersionText(one), version: one.version }));
  return { name: group, versions: list, preferredVersion: list[0] };
}

function resources(kind: Kind): object[] {
  const { plural, singular, namespaced, shortNames, categories } = kind;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind: kind.kind,
    verbs: VERBS,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    storageVersionHash: createHash('sha256')
      .update(`${kind.group}/${kind.version}/${kind.kind}`)
      .digest('base64')
      .slice(0, 12),
  };
  const status = { name: `${plural}/status`, singularName: '', namespaced, kind: kind.kind, verbs: STATUS_VERBS };
  return kind.hasStatus ? [main, status] : [main];
}

function aggregated(core: boolean, version: string): object {
  const wanted = groups().filter((group) => (group === '') === core);
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: wanted.map((group) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions(group).map((one) => ({
        version: one.version,
        resources: one.kinds.map((kind) => aggregatedResource(kind, one)),
        freshness: 'Current',
      })),
    })),
  };
}

function aggregatedResource(kind: Kind, { group, version }: GroupVersion): object {
  const responseKind = { group, version, kind: kind.kind };
  return {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: VERBS,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
    ...(kind.hasStatus ? { subresources: [{ subresource: 'status', responseKind, verbs: STATUS_VERBS }] } : {}),
  };
}
