// Differences between a kind of ours and its official CustomResourceDefinition.
import type { Kind } from '../server/model/kind.ts';
import { versions } from '../server/model/versions.ts';
import { type Facts, officialFacts, ourFacts, stableJson } from './schema-diff.facts.ts';

/** A printer column of a CustomResourceDefinition. */
interface Column {
  name: string;
  type: string;
  jsonPath: string;
  description?: string;
  format?: string;
  priority?: number;
}

/** The parts of a CustomResourceDefinition that are compared. */
export interface Definition {
  metadata: { annotations?: Record<string, string> };
  spec: {
    group: string;
    scope: string;
    names: {
      kind: string;
      listKind?: string;
      plural: string;
      singular: string;
      shortNames?: string[];
      categories?: string[];
    };
    versions: {
      name: string;
      served: boolean;
      deprecated?: boolean;
      deprecationWarning?: string;
      subresources?: { status?: object; scale?: object };
      additionalPrinterColumns?: Column[];
      selectableFields?: object[];
      schema: { openAPIV3Schema: unknown };
    }[];
    conversion?: { strategy: string };
    preserveUnknownFields?: boolean;
  };
}

const BUNDLE_VERSION = 'gateway.networking.k8s.io/bundle-version';

/** One line for each difference, and how much was compared. */
export interface Comparison {
  differences: string[];
  fields: number;
  rules: number;
}

/** Compares names, versions, subresources, columns, fields and rules. */
export function compareKind(kind: Kind, { metadata, spec }: Definition): Comparison {
  const differences: string[] = [];
  const same = (what: string, official: unknown, ours: unknown): void => {
    const [theirs, mine] = [stableJson(official), stableJson(ours)];
    if (theirs !== mine) differences.push(`${kind.kind}: ${what} is ${mine}, officially ${theirs}`);
  };
  const served = spec.versions.filter((version) => version.served);
  const { names } = spec;
  same('release', metadata.annotations?.[BUNDLE_VERSION] ?? versions.gatewayApi, versions.gatewayApi);
  same('group', spec.group, kind.group);
  same('kind', names.kind, kind.kind);
  same('kind of lists', names.listKind ?? `${names.kind}List`, `${kind.kind}List`);
  same('plural', names.plural, kind.plural);
  same('singular', names.singular, kind.singular);
  same('shortNames', names.shortNames ?? [], kind.shortNames);
  same('categories', names.categories ?? [], kind.categories);
  same('scope', spec.scope, kind.namespaced ? 'Namespaced' : 'Cluster');
  same('conversion', spec.conversion?.strategy ?? 'None', 'None');
  same('preserveUnknownFields', spec.preserveUnknownFields ?? false, false);
  same('versions', served.map(({ name }) => name).toSorted(), [kind.version, ...(kind.otherVersions ?? [])].toSorted());
  const ours = ourFacts(kind);
  let rules = 0;
  for (const version of served) {
    const { name, subresources = {}, additionalPrinterColumns: columns = [], deprecated = false } = version;
    const theirs = officialFacts(version.schema.openAPIV3Schema);
    differences.push(...compareFacts(theirs, ours).map((difference) => `${kind.kind} ${name}: ${difference}`));
    same(`deprecation of ${name}`, deprecated && (version.deprecationWarning ?? true), false);
    same(`status subresource of ${name}`, subresources.status !== undefined, kind.hasStatus);
    same(`scale subresource of ${name}`, subresources.scale !== undefined, false);
    same(`selectable fields of ${name}`, version.selectableFields ?? [], []);
    // the name is a column of every kind, and descriptions are ours
    same(`columns of ${name}`, columns.map(columnText), kind.columns.slice(1).map(columnText));
    if (name === kind.version)
      rules = [...theirs.values()].reduce((sum, own) => sum + [...own.keys()].filter(isRule).length, 0);
  }
  return { differences, fields: ours.size, rules };
}

function columnText({ name, type, jsonPath, format = '', priority = 0 }: Partial<Column>): unknown[] {
  return [name, type, jsonPath, format, priority];
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
    if (own === undefined)
      differences.push(
        `${path}: ${isRule(attribute) ? `no ${attribute}` : `officially ${attribute} ${official}, here none`}`,
      );
    else if (official === undefined)
      differences.push(
        `${path}: ${isRule(attribute) ? `officially no ${attribute}` : `${attribute} is ${own}, officially none`}`,
      );
    else differences.push(`${path}: ${attribute} is ${own}, officially ${official}`);
  }
  return differences;
}
