import type { Kind } from '../../model/kind.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { hashOf } from '../http/etag.ts';
import { patchTypes } from '../objects/patch-types.ts';
import { coreSchemas } from './core-schemas.ts';
import { type GroupVersion, groups, groupVersionText, schemaName, versions } from './groups.ts';
import { META, metaSchemas } from './meta-schemas.ts';
import { openApiSchema } from './openapi-schema.ts';
import { openApiProtobuf } from './openapi-protobuf.ts';
import { pathsOfKind } from './openapi-paths.ts';
import { Refs } from './refs.ts';

const TITLE = { title: 'Switchyard', version: 'v1.36.0' };

/** Path of a group in one version below the root: `api/v1`, `apis/GROUP/VERSION`. */
function rootPath(one: GroupVersion): string {
  return `${one.group === '' ? 'api' : 'apis'}/${groupVersionText(one)}`;
}

function all(): GroupVersion[] {
  return groups().flatMap((group) => versions(group));
}

function schemasOf(one: GroupVersion, refs: Refs): Record<string, JsonObject> {
  return Object.assign({}, ...one.kinds.map((kind) => schemasOfKind(kind, one, refs))) as Record<string, JsonObject>;
}

/** Schemas of a kind, of its lists, and of the types in it. */
function schemasOfKind(kind: Kind, { group, version }: GroupVersion, refs: Refs): Record<string, JsonObject> {
  const gvk = { group, version, kind: kind.kind };
  const own = schemaName(kind, version, kind.kind);
  const core = kind.rules === undefined ? undefined : coreSchemas(kind, kind.rules.type, refs);
  const whole = core ?? (openApiSchema(kind.schema) as { properties: JsonObject; required?: string[] });
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...properties } = whole.properties;
  const typed = (what: string): JsonObject => ({
    apiVersion: { type: 'string', description: `Version of the schema of this ${what}.` },
    kind: { type: 'string', description: `Name of the kind of this ${what}.` },
  });
  return {
    ...core?.types,
    [own]: {
      type: 'object',
      description: kind.description,
      ...((whole.required ?? []).length === 0 ? {} : { required: whole.required ?? [] }),
      properties: {
        ...typed('object'),
        metadata: refs.member(`${META}.ObjectMeta`, 'Name, labels and what else all objects have.', kind.core),
        ...properties,
      },
      'x-kubernetes-group-version-kind': [gvk],
    },
    [schemaName(kind, version, `${kind.kind}List`)]: {
      type: 'object',
      description: `A list of ${kind.kind} objects.`,
      required: ['items'],
      properties: {
        ...typed('list'),
        items: {
          type: 'array',
          description: 'The objects.',
          items: kind.core ? refs.member(own, undefined, true) : refs.to(own),
        },
        metadata: refs.member(`${META}.ListMeta`, 'Metadata of the list.', kind.core),
      },
      'x-kubernetes-group-version-kind': [{ ...gvk, kind: `${kind.kind}List` }],
    },
  };
}

/** Schemas as version 2 has them: without defaults, and without what is said by several schemas together. @param named whether members have names of their own */
function inVersion2(value: Json, named = false): Json {
  if (Array.isArray(value)) return value.map((item) => inVersion2(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => named || !['default', 'allOf', 'anyOf', 'oneOf'].includes(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, inVersion2(member, !named && key === 'properties')]));
}

const documents = new Map<string, string>();

/** The OpenAPI v3 document of one group and version as JSON text, undefined where it is not served. @param path for example `apis/GROUP/VERSION` */
export function openApiV3(path: string): string | undefined {
  const cached = documents.get(path);
  if (cached !== undefined) return cached;
  const one = all().find((candidate) => rootPath(candidate) === path);
  if (one === undefined) return undefined;
  const refs = new Refs('v3');
  const paths = Object.assign(
    {},
    ...one.kinds.map((kind) => pathsOfKind(kind, one.version, 'v3', patchTypes(kind), (name) => refs.to(name))),
  ) as JsonObject;
  const schemas = { ...metaSchemas(refs, [one]), ...schemasOf(one, refs) };
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
  const refs = new Refs('v2');
  const paths = all().flatMap((one) =>
    one.kinds.map((kind) => pathsOfKind(kind, one.version, 'v2', patchTypes(kind), (name) => refs.to(name))),
  );
  const definitions = Object.assign(
    metaSchemas(refs, all()),
    ...all().map((one) => schemasOf(one, refs)),
  ) as JsonObject;
  const text = JSON.stringify({
    swagger: '2.0',
    info: TITLE,
    paths: Object.assign({}, ...paths) as JsonObject,
    definitions: inVersion2(definitions, true),
  });
  documents.set('v2', text);
  return text;
}

let version2: Buffer | undefined;

/** The same in protobuf. */
export function openApiV2Protobuf(): Buffer {
  version2 ??= openApiProtobuf(JSON.parse(openApiV2()) as JsonObject);
  return version2;
}
