import type { JsonObject } from '../../model/schema/types.ts';
import { hashOf } from '../http/etag.ts';
import { patchTypes } from '../objects/patch-types.ts';
import type { GoType } from '../../model/core/go-types.ts';
import { type GroupVersion, groups, groupVersionText, schemaName, versions } from './groups.ts';
import { META, metaSchemas } from './meta-schemas.ts';
import { type Dialect, openApiSchema } from './openapi-schema.ts';
import { pathsOfKind } from './openapi-paths.ts';

const TITLE = { title: 'Switchyard', version: 'v1.36.0' };

/** Path of a group in one version below the root: `api/v1`, `apis/GROUP/VERSION`. */
function rootPath(one: GroupVersion): string {
  return `${one.group === '' ? 'api' : 'apis'}/${groupVersionText(one)}`;
}

function all(): GroupVersion[] {
  return groups().flatMap((group) => versions(group));
}

function reference(dialect: Dialect): (name: string) => JsonObject {
  const prefix = dialect === 'v3' ? '#/components/schemas/' : '#/definitions/';
  return (name) => ({ $ref: `${prefix}${name}` });
}

function schemasOf(one: GroupVersion, dialect: Dialect): Record<string, JsonObject> {
  const ref = reference(dialect);
  // beside other keys a reference has to be wrapped in version 3
  const described = (name: string, description: string): JsonObject =>
    dialect === 'v3' ? { description, allOf: [ref(name)], default: {} } : { description, ...ref(name) };
  const schemas: Record<string, JsonObject> = {};
  for (const kind of one.kinds) {
    const { group } = kind;
    const { version } = one;
    const whole = openApiSchema(kind.schema, dialect);
    const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...properties } = whole.properties as JsonObject;
    addMergeKeys(properties, kind.rules?.type);
    const gvk = { group, version, kind: kind.kind };
    schemas[schemaName(kind, version, kind.kind)] = {
      ...whole,
      description: kind.description,
      properties: {
        apiVersion: { type: 'string', description: 'Version of the schema of this object.' },
        kind: { type: 'string', description: 'Name of the kind of this object.' },
        metadata: described(`${META}.ObjectMeta`, 'Name, labels and what else all objects have.'),
        ...properties,
      },
      'x-kubernetes-group-version-kind': [gvk],
    };
    schemas[schemaName(kind, version, `${kind.kind}List`)] = {
      type: 'object',
      description: `A list of ${kind.kind} objects.`,
      required: ['items'],
      properties: {
        apiVersion: { type: 'string', description: 'Version of the schema of this list.' },
        items: { type: 'array', description: 'The objects.', items: ref(schemaName(kind, version, kind.kind)) },
        kind: { type: 'string', description: 'Name of the kind of this list.' },
        metadata: described(`${META}.ListMeta`, 'Metadata of the list.'),
      },
      'x-kubernetes-group-version-kind': [{ ...gvk, kind: `${kind.kind}List` }],
    };
  }
  return schemas;
}

/** Says how lists merge in strategic merge patches. */
function addMergeKeys(properties: JsonObject, type: GoType | undefined): void {
  if (type?.type !== 'struct') return;
  for (const [name, value] of Object.entries(properties)) {
    const schema = value as JsonObject;
    const field = type.fields[name];
    if (field?.merge !== undefined) {
      schema['x-kubernetes-patch-strategy'] = 'merge';
      if (field.merge !== '') schema['x-kubernetes-patch-merge-key'] = field.merge;
    }
    if (schema.properties !== undefined) addMergeKeys(schema.properties as JsonObject, field?.of);
  }
}

const documents = new Map<string, string>();

/** The OpenAPI v3 document of one group and version as JSON text, undefined where it is not served. @param path for example `apis/GROUP/VERSION` */
export function openApiV3(path: string): string | undefined {
  const cached = documents.get(path);
  if (cached !== undefined) return cached;
  const one = all().find((candidate) => rootPath(candidate) === path);
  if (one === undefined) return undefined;
  const ref = reference('v3');
  const paths = Object.assign(
    {},
    ...one.kinds.map((kind) => pathsOfKind(kind, one.version, 'v3', patchTypes(kind), ref)),
  ) as JsonObject;
  const schemas = { ...metaSchemas(ref), ...schemasOf(one, 'v3') };
  const text = JSON.stringify({ openapi: '3.0.0', info: TITLE, paths, components: { schemas } });
  documents.set(path, text);
  return text;
}

/** The list of OpenAPI v3 documents, each with a hash in its address. */
export function openApiV3Index(): object {
  const paths = all().map((one): [string, object] => {
    const path = rootPath(one);
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOf(openApiV3(path) ?? '')}` }];
  });
  return { paths: Object.fromEntries(paths) };
}

/** The one OpenAPI v2 document as JSON text. */
export function openApiV2(): string {
  const cached = documents.get('v2');
  if (cached !== undefined) return cached;
  const ref = reference('v2');
  const paths = all().flatMap((one) =>
    one.kinds.map((kind) => pathsOfKind(kind, one.version, 'v2', patchTypes(kind), ref)),
  );
  const definitions = Object.assign(metaSchemas(ref), ...all().map((one) => schemasOf(one, 'v2'))) as JsonObject;
  const text = JSON.stringify({
    swagger: '2.0',
    info: TITLE,
    paths: Object.assign({}, ...paths) as JsonObject,
    definitions,
  });
  documents.set('v2', text);
  return text;
}
