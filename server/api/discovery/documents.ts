import { createHash } from 'node:crypto';
import { type Kind, subresourcesOf } from '../../model/kind.ts';
import { type GroupVersion, groups, groupVersionText, versions } from './groups.ts';

const CUSTOM_VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const CORE_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const VERBS = { status: ['get', 'patch', 'update'], finalize: ['update'] };

function verbs(kind: Kind): string[] {
  if (!kind.core) return CUSTOM_VERBS;
  return kind.noDeleteCollection === true ? CORE_VERBS.filter((verb) => verb !== 'deletecollection') : CORE_VERBS;
}

/** A group with its versions, as APIGroup and APIGroupList have it. */
export function groupOf(group: string): object {
  const list = versions(group).map((one) => ({ groupVersion: groupVersionText(one), version: one.version }));
  return { name: group, versions: list, preferredVersion: list[0] };
}

/** A kind and its subresources, as APIResourceList has them. */
export function resources(kind: Kind): object[] {
  const { plural, singular, namespaced, shortNames, categories } = kind;
  const main = {
    name: plural,
    singularName: singular,
    namespaced,
    kind: kind.kind,
    verbs: verbs(kind),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    storageVersionHash: storageVersionHash(kind),
  };
  const others = subresourcesOf(kind).map((subresource) => ({
    name: `${plural}/${subresource}`,
    singularName: '',
    namespaced,
    kind: kind.kind,
    verbs: VERBS[subresource],
  }));
  return [main, ...others];
}

/** Source: apiserver discovery.StorageVersionHash. */
function storageVersionHash({ group, version, kind }: Kind): string {
  const hash = createHash('sha256').update(`${group}/${version}/${kind}`).digest();
  return hash.subarray(0, 8).toString('base64');
}

/** The core group or all others, as APIGroupDiscoveryList. @param version of apidiscovery.k8s.io */
export function aggregatedGroups(core: boolean, version: string): object {
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
  // empty means that of the resource itself
  const responseKind = kind.core ? { group: '', version: '', kind: kind.kind } : { group, version, kind: kind.kind };
  const subresources = subresourcesOf(kind).map((subresource) => ({
    subresource,
    responseKind,
    verbs: VERBS[subresource],
  }));
  return {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: verbs(kind),
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}
