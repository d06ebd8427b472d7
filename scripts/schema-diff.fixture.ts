import type { Kind } from '../server/model/kind.ts';
import { kinds } from '../server/model/registry.ts';
import { versions } from '../server/model/versions.ts';
import type { Definition } from './schema-diff.compare.ts';
import { crdSchemaOf } from './schema-diff.facts.ts';

/** Kinds that have an official CustomResourceDefinition. */
export const customKinds = kinds.filter(({ core }) => !core);

/** A custom kind by its name. */
export function kindNamed(name: string): Kind {
  const kind = customKinds.find((one) => one.kind === name);
  if (kind === undefined) throw new Error(`there is no custom kind ${name}`);
  return kind;
}

/** What a CRD would be that agrees with us; a copy, to be changed at will. */
export function definitionOf(kind: Kind): Definition {
  const schema = crdSchemaOf(kind.schema);
  const properties = { ...(schema.properties as object), metadata: { type: 'object' } };
  return structuredClone({
    metadata: { annotations: { 'gateway.networking.k8s.io/bundle-version': versions.gatewayApi } },
    spec: {
      group: kind.group,
      scope: kind.namespaced ? 'Namespaced' : 'Cluster',
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural: kind.plural,
        singular: kind.singular,
        shortNames: kind.shortNames,
        categories: kind.categories,
      },
      versions: [kind.version, ...(kind.otherVersions ?? [])].map((name) => ({
        name,
        served: true,
        subresources: kind.hasStatus ? { status: {} } : {},
        additionalPrinterColumns: kind.columns.slice(1).map(({ name: column, type, jsonPath = '', priority }) => ({
          name: column,
          type,
          jsonPath,
          description: 'Another wording.',
          ...(priority === 0 ? {} : { priority }),
        })),
        schema: { openAPIV3Schema: { ...schema, properties } },
      })),
    },
  });
}
