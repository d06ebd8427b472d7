import { describe, expect, it } from 'vitest';
import { kinds } from '../server/model/registry.ts';
import type { Kind } from '../server/model/kind.ts';
import { versions } from '../server/model/versions.ts';
import { compareKind, type Definition } from './schema-diff.compare.ts';
import { crdSchemaOf, type OfficialSchema } from './schema-diff.facts.ts';

const customKinds = kinds.filter(({ core }) => !core);

/** What a CRD would be that agrees with us. */
function definitionOf(kind: Kind): Definition {
  const names = [kind.version, ...(kind.otherVersions ?? [])];
  return {
    metadata: { annotations: { 'gateway.networking.k8s.io/bundle-version': versions.gatewayApi } },
    spec: {
      group: kind.group,
      scope: kind.namespaced ? 'Namespaced' : 'Cluster',
      names: structuredClone({
        kind: kind.kind,
        plural: kind.plural,
        singular: kind.singular,
        shortNames: kind.shortNames,
        categories: kind.categories,
      }),
      versions: names.map((name) => ({
        name,
        served: true,
        ...(kind.hasStatus ? { subresources: { status: {} } } : {}),
        additionalPrinterColumns: kind.columns.slice(1).map(({ name, type, priority }) => ({ name, type, priority })),
        schema: { openAPIV3Schema: structuredClone(crdSchemaOf(kind.schema)) },
      })),
    },
  };
}

/** A definition of HTTPRoute with a change of the schema at a path of keywords. */
function changed(path: string[], change: (schema: OfficialSchema) => void): string[] {
  const kind = customKinds.find((one) => one.kind === 'HTTPRoute');
  if (kind === undefined) throw new Error('no HTTPRoute');
  const definition = definitionOf({ ...kind, otherVersions: [] });
  let schema = definition.spec.versions[0]?.schema.openAPIV3Schema as OfficialSchema;
  for (const step of path) schema = schema[step] as OfficialSchema;
  change(schema);
  return compareKind({ ...kind, otherVersions: [] }, definition).differences;
}

const hostnames = ['properties', 'spec', 'properties', 'hostnames'];

describe('schema:diff', () => {
  it.each(customKinds)('finds nothing where $kind agrees', (kind) => {
    const { differences, fields } = compareKind(kind, definitionOf(kind));
    expect(differences).toEqual([]);
    expect(fields).toBeGreaterThan(10);
  });

  it('names fields that are missing or too many', () => {
    const properties = ['properties', 'spec', 'properties'];
    expect(changed(properties, (schema) => (schema.colour = { type: 'string' }))).toEqual([
      'HTTPRoute v1: spec.colour: missing',
    ]);
    expect(changed(properties, (schema) => delete schema.useDefaultGateways)).toEqual([
      'HTTPRoute v1: spec.useDefaultGateways: not an official field',
    ]);
  });

  it('names limits, types, enums, defaults, keys and required fields', () => {
    expect(changed(hostnames, (schema) => (schema.maxItems = 17))).toEqual([
      'HTTPRoute v1: spec.hostnames: maxItems is 16, officially 17',
    ]);
    expect(changed(hostnames, (schema) => (schema['x-kubernetes-list-type'] = 'set'))).toEqual([
      'HTTPRoute v1: spec.hostnames: x-kubernetes-list-type is "atomic", officially "set"',
    ]);
    expect(changed([...hostnames, 'items'], (schema) => delete schema.pattern)).toHaveLength(1);
    expect(changed([...hostnames, 'items'], (schema) => (schema.default = 'a'))).toEqual([
      'HTTPRoute v1: spec.hostnames[]: no default "a"',
    ]);
    expect(changed([...hostnames, 'items'], (schema) => (schema['x-kubernetes-new'] = true))).toEqual([
      'HTTPRoute v1: spec.hostnames[]: no x-kubernetes-new true',
    ]);
    expect(changed(['properties', 'spec'], (schema) => (schema.required = ['rules']))).toEqual([
      'HTTPRoute v1: spec.rules: no required true',
    ]);
  });

  it('names rules by their message, and says when one says the same twice', () => {
    const rules = ['properties', 'spec', 'properties', 'parentRefs', 'x-kubernetes-validations'];
    const said = changed(rules, (schema) => {
      const list = schema as unknown as OfficialSchema[];
      list.push({ message: 'be kind', rule: 'true' }, { ...list[0] });
    });
    expect(said).toEqual([
      'HTTPRoute v1: spec.parentRefs: no rule: be kind',
      'HTTPRoute v1: spec.parentRefs: no rule: sectionName or port must be specified when parentRefs includes 2 or more references to the same parent (2)',
    ]);
  });

  it('takes an enum under allOf for what it is, and sees when it changes', () => {
    const kind = customKinds.find((one) => one.kind === 'BackendTrafficPolicy');
    if (kind === undefined) throw new Error('no BackendTrafficPolicy');
    const text = JSON.stringify(definitionOf(kind));
    const twice = '"allOf":[{"enum":["Inline","ValueRef"]},{"enum":["Inline","ValueRef"]}]';
    expect(text).toContain(twice);
    const other = JSON.parse(text.replace(twice, twice.replaceAll('ValueRef', 'Ref'))) as Definition;
    expect(compareKind(kind, other).differences).toEqual([
      'BackendTrafficPolicy v1alpha1: spec.responseOverride[].response.body.type: enum is ["Inline","ValueRef"], officially ["Inline","Ref"]',
    ]);
  });

  it('names the release, versions and columns that differ', () => {
    const kind = customKinds.find((one) => one.kind === 'GatewayClass');
    if (kind === undefined) throw new Error('no GatewayClass');
    const definition = definitionOf(kind);
    definition.metadata.annotations = { 'gateway.networking.k8s.io/bundle-version': 'v9.9.9' };
    definition.spec.names.shortNames = ['gcl'];
    definition.spec.versions[0]?.additionalPrinterColumns?.pop();
    definition.spec.versions.pop();
    expect(compareKind(kind, definition).differences.map((line) => line.split(' is ')[0])).toEqual([
      'GatewayClass: release',
      'GatewayClass: shortNames',
      'GatewayClass: versions',
      'GatewayClass: columns of v1',
    ]);
  });
});
