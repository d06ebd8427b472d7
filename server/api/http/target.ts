import type { Kind } from '../../model/kind.ts';
import { findPlural } from '../../model/registry.ts';

/** What a path below /api or /apis names. */
export type Target =
  /** `/api` or `/apis`. */
  | { type: 'root'; core: boolean }
  /** `/apis/GROUP`. */
  | { type: 'group'; group: string }
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  | { type: 'version'; group: string; version: string }
  | ResourceTarget;

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
  subresource: '' | 'status';
}

/**
 * Splits a path such as `/apis/gateway.networking.k8s.io/v1/namespaces/default/httproutes/a/status`.
 * @param pathname still percent-encoded
 * @returns undefined when it names nothing that is served
 */
export function parseTarget(pathname: string): Target | undefined {
  let parts: string[];
  try {
    parts = pathname.replace(/\/$/, '').split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
  if (parts.includes('')) return undefined;
  const [root, ...rest] = parts;
  if (root === 'api') {
    const [version, ...resource] = rest;
    if (version === undefined) return { type: 'root', core: true };
    if (resource.length === 0) return { type: 'version', group: '', version };
    return parseResource('', version, resource);
  }
  if (root !== 'apis') return undefined;
  const [group, version, ...resource] = rest;
  if (group === undefined) return { type: 'root', core: false };
  if (version === undefined) return { type: 'group', group };
  if (resource.length === 0) return { type: 'version', group, version };
  return parseResource(group, version, resource);
}

function parseResource(group: string, version: string, parts: string[]): ResourceTarget | undefined {
  // `namespaces/NS/PLURAL` is inside a namespace, `namespaces/NS/status` is the Namespace itself
  const inNamespace = parts[0] === 'namespaces' && parts.length > 2 && !(parts.length === 3 && parts[2] === 'status');
  const namespace = inNamespace ? (parts[1] ?? '') : '';
  const [plural = '', name = '', subresource = '', ...more] = inNamespace ? parts.slice(2) : parts;
  const kind = findPlural(group, version, plural);
  if (kind === undefined || more.length > 0) return undefined;
  if (inNamespace !== kind.namespaced && (inNamespace || name !== '')) return undefined;
  if (subresource !== '' && (subresource !== 'status' || !kind.hasStatus)) return undefined;
  return { type: 'resource', kind, version, namespace, name, subresource: subresource === 'status' ? 'status' : '' };
}
