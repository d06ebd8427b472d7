import { kinds } from '../../model/registry.ts';
import type { Kind } from '../../model/kind.ts';

/** The kinds of one group in one version. */
export interface GroupVersion {
  group: string;
  version: string;
  kinds: Kind[];
}

/** Groups in the order in which kinds are registered. */
export function groups(): string[] {
  return [...new Set(kinds.map((kind) => kind.group))].sort();
}

/** Versions of a group, the most mature first; empty for a group that is not served. */
export function versions(group: string): GroupVersion[] {
  const inGroup = kinds.filter((kind) => kind.group === group);
  const names = new Set(inGroup.flatMap((kind) => versionsOf(kind)));
  return [...names].sort(compareVersions).map((version) => ({
    group,
    version,
    kinds: inGroup.filter((kind) => versionsOf(kind).includes(version)).sort((a, b) => (a.plural < b.plural ? -1 : 1)),
  }));
}

/** One version of a group. */
export function findVersion(group: string, version: string): GroupVersion | undefined {
  return versions(group).find((candidate) => candidate.version === version);
}

/** `v1` or `GROUP/VERSION`. */
export function groupVersionText({ group, version }: { group: string; version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

function versionsOf(kind: Kind): string[] {
  return [kind.version, ...(kind.otherVersions ?? [])];
}

/** v1 before v1beta1 before v1alpha1. Source: apimachinery version.CompareKubeAwareVersionStrings. */
function compareVersions(a: string, b: string): number {
  const [first, second] = [rank(a), rank(b)];
  return second.level - first.level || second.major - first.major || second.minor - first.minor;
}

function rank(version: string): { level: number; major: number; minor: number } {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  const level = match === null ? -1 : match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0;
  return { level, major: Number(match?.[1] ?? 0), minor: Number(match?.[3] ?? 0) };
}

/** Name of a kind among the schemas: the package of a built-in kind, else the reversed domain of the group; version, kind. */
export function schemaName({ group, core }: Kind, version: string, kind: string): string {
  const [first = ''] = group.split('.');
  const place = core ? `io.k8s.api.${first === '' ? 'core' : first}` : group.split('.').toReversed().join('.');
  return `${place}.${version}.${kind}`;
}
