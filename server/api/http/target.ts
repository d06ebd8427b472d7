import type { Kind, Subresource } from '../../model/kind.ts';
import { subresourcesOf } from '../../model/kind.ts';
import { findPlural, kinds } from '../../model/registry.ts';

/** What a path below /api or /apis names. */
export type Target =
  /** `/api` or `/apis`. */
  | { type: 'root'; core: boolean }
  /** `/apis/GROUP`. */
  | { type: 'group'; group: string }
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  | { type: 'version'; group: string; version: string }
  | ResourceTarget
  /** A subresource that is not served, of an object of this kind. */
  | { type: 'subresource'; kind: Kind; name: string }
  /** Nothing that is served. `builtIn` where a group is meant that is no group of custom resources. */
  | { type: 'nothing'; builtIn: boolean };

/** All objects of a kind, those of a namespace, or one object. */
export interface ResourceTarget {
  type: 'resource';
  kind: Kind;
  /** Version of the path, one of those that the kind is served in. */
  version: string;
  /** '' for cluster-scoped kinds and for all namespaces. */
  namespace: string;
  /** '' for a collection. */
  name: string;
  /** '' for the object itself. */
  subresource: Subresource;
}

/** True for groups whose kinds are no custom resources. */
export function isBuiltIn(group: string): boolean {
  return group === '' || kinds.some((kind) => kind.group === group && kind.core);
}

/**
 * Splits a path such as `/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes/a/status`.
 * @param pathname still percent-encoded; one slash may stand at its end
 */
export function parseTarget(pathname: string): Target {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return { type: 'nothing', builtIn: false };
  }
  const [root, ...rest] = decoded.replace(/\/$/, '').split('/').slice(1);
  const [group = '', version, ...resource] = root === 'api' ? ['', ...rest] : rest;
  const nothing: Target = { type: 'nothing', builtIn: root === 'api' || (group !== '' && isBuiltIn(group)) };
  if (rest.includes('')) return nothing;
  if (rest.length === 0) return { type: 'root', core: root === 'api' };
  if (version === undefined) return { type: 'group', group };
  if (resource.length === 0) return { type: 'version', group, version };
  return parseResource(group, version, resource) ?? nothing;
}

function parseResource(group: string, version: string, parts: string[]): Target | undefined {
  // `namespaces/NS/PLURAL` is inside a namespace, `namespaces/NS/status` is the Namespace itself
  const ofNamespace = parts.length === 3 && (parts[2] === 'status' || parts[2] === 'finalize');
  const inNamespace = parts[0] === 'namespaces' && parts.length > 2 && !ofNamespace;
  const namespace = inNamespace ? (parts[1] ?? '') : '';
  const [plural = '', name = '', subresource = '', ...more] = inNamespace ? parts.slice(2) : parts;
  const kind = findPlural(group, version, plural);
  if (kind === undefined) return undefined;
  if (inNamespace !== kind.namespaced && (inNamespace || name !== '')) return undefined;
  const served = subresource === '' ? '' : subresourcesOf(kind).find((one) => one === subresource);
  return served === undefined || more.length > 0
    ? { type: 'subresource', kind, name }
    : { type: 'resource', kind, version, namespace, name, subresource: served };
}
