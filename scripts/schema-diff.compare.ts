// Differences between a kind of ours and its official CustomResourceDefinition.
import type { Kind } from '../server/model/kind.ts';
import { versions } from '../server/model/versions.ts';
import { type Facts, officialFacts, ourFacts, stableJson } from './schema-diff.facts.ts';

/** The parts of a CustomResourceDefinition that are compared. */
export interface Definition {
  metadata: { annotations?: Record<string, string> };
  spec: {
    group: string;
    scope: string;
    names: { kind: string; plural: string; singular: string; shortNames?: string[]; categories?: string[] };
    versions: {
      name: string;
      served: boolean;
      subresources?: { status?: object };
      additionalPrinterColumns?: { name: string; type: string; priority?: number }[];
      schema: { openAPIV3Schema: unknown };
    }[];
  };
}

const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';

/** One line for each difference, and how much was compared. */
export interface Comparison {
  differences: string[];
  fields: number;
  rules: number;
}

/** Compares names, versions, columns, fields and rules. */
export function compareKind(kind: Kind, { metadata, spec }: Definition): Comparison {
  const differences: string[] = [];
  const same = (what: string, official: unknown, ours: unknown): void => {
    const [theirs, mine] = [stableJson(official), stableJson(ours)];
    if (theirs !== mine) differences.push(`${kind.kind}: ${what} is ${mine}, officially ${theirs}`);
  };
  const served = spec.versions.filter((version) => version.served);
  same('release', metadata.annotations?.[BUNDLE_VERSION] ?? versions.gatewayApi, versions.gatewayApi);
  same('plural', spec.names.plural, kind.plural);
  same('singular', spec.names.singular, kind.singular);
  same('shortNames', spec.names.shortNames ?? [], kind.shortNames);
  same('categories', spec.names.categories ?? [], kind.categories);
  same('scope', spec.scope, kind.namespaced ? 'Namespaced' : 'Cluster');
  same('versions', served.map(({ name }) => name).toSorted(), [kind.version, ...(kind.otherVersions ?? [])].toSorted());
  const ours = ourFacts(kind);
  let rules = 0;
  for (const version of served) {
    const theirs = officialFacts(version.schema.openAPIV3Schema);
    for (const difference of compareFacts(theirs, ours))
      differences.push(`${kind.kind} ${version.name}: ${difference}`);
    same(`status subresource of ${version.name}`, version.subresources?.status !== undefined, kind.hasStatus);
    same(
      `columns of ${version.name}`,
      (version.additionalPrinterColumns ?? []).map(({ name, type, priority = 0 }) => [name, type, priority]),
      kind.columns.slice(1).map(({ name, type, priority }) => [name, type, priority]),
    );
    if (version.name === kind.version)
      rules = [...theirs.values()].reduce((sum, own) => sum + [...own.keys()].filter(isRule).length, 0);
  }
  return { differences, fields: ours.size, rules };
}

const isRule = (attribute: string): boolean => attribute.startsWith('rule: ');

/** What stands on one side only, or differs. */
function compareFacts(official: Facts, ours: Facts): string[] {
  const differences: string[] = [];
  for (const path of new Set([...official.keys(), ...ours.keys()])) {
    const theirs = official.get(path);
    const mine = ours.get(path);
    if (theirs === undefined) differences.push(`${path}: not an official field`);
    else if (mine === undefined) differences.push(`${path}: missing`);
    else differences.push(...compareField(path, theirs, mine));
  }
  return differences;
}

function compareField(path: string, theirs: Map<string, string>, mine: Map<string, string>): string[] {
  const differences: string[] = [];
  for (const attribute of new Set([...theirs.keys(), ...mine.keys()])) {
    const [official, own] = [theirs.get(attribute), mine.get(attribute)];
    if (official === own) continue;
    if (own === undefined) differences.push(`${path}: no ${attribute}${isRule(attribute) ? '' : ` ${official}`}`);
    else if (official === undefined)
      differences.push(`${path}: officially no ${attribute}${isRule(attribute) ? '' : ` ${own}`}`);
    else differences.push(`${path}: ${attribute} is ${own}, officially ${official}`);
  }
  return differences;
}
