import { type Kind, subresourcesOf } from '../../model/kind.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { META } from './meta-schemas.ts';
import type { Dialect } from './openapi-schema.ts';
import { schemaName } from './groups.ts';

const JSON_TYPE = 'application/json';
const YAML_TYPE = 'application/yaml';

interface Builder {
  kind: Kind;
  version: string;
  dialect: Dialect;
  ref: (name: string) => JsonObject;
}

/** Paths of a kind with what kubectl looks for in them: the kind, the patch types, and the query parameters that are known. */
export function pathsOfKind(
  kind: Kind,
  version: string,
  dialect: Dialect,
  patches: string[],
  ref: (name: string) => JsonObject,
): JsonObject {
  const builder: Builder = { kind, version, dialect, ref };
  const root = kind.group === '' ? `/api/${version}` : `/apis/${kind.group}/${version}`;
  const collection = kind.namespaced ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`;
  const own = schemaName(kind, version, kind.kind);
  const list = schemaName(kind, version, `${kind.kind}List`);
  const status = `${META}.Status`;
  const write = ['dryRun', 'fieldManager', 'fieldValidation'];
  const select = [
    'labelSelector',
    'fieldSelector',
    'limit',
    'continue',
    'resourceVersion',
    'resourceVersionMatch',
    'timeoutSeconds',
  ];
  const read = operation(builder, 'list', 'list', list, {
    query: [...select, 'allowWatchBookmarks', 'sendInitialEvents', 'watch'],
  });
  const common = (...names: string[]): JsonObject => ({
    parameters: names.map((name) => pathParameter(builder, name)),
  });
  const place = kind.namespaced ? ['namespace'] : [];
  const one = (suffix = ''): JsonObject => ({
    get: operation(builder, 'get', 'read', own, { suffix }),
    put: operation(builder, 'put', 'replace', own, { query: write, body: own, suffix }),
    patch: operation(builder, 'patch', 'patch', own, {
      query: [...write, 'force'],
      body: `${META}.Patch`,
      types: patches,
      suffix,
    }),
  });
  return {
    ...(kind.namespaced
      ? {
          [`${root}/${kind.plural}`]: {
            get: { ...read, operationId: `${operationId(builder, 'list')}ForAllNamespaces` },
          },
        }
      : {}),
    [collection]: {
      get: read,
      post: operation(builder, 'post', 'create', own, { query: write, body: own }),
      delete: operation(builder, 'deletecollection', 'deleteCollection', status, {
        query: select,
        body: `${META}.DeleteOptions`,
      }),
      ...common(...place),
    },
    [`${collection}/{name}`]: {
      ...one(),
      delete: operation(builder, 'delete', 'delete', status, {
        query: ['dryRun', 'gracePeriodSeconds', 'propagationPolicy'],
        body: `${META}.DeleteOptions`,
      }),
      ...common(...place, 'name'),
    },
    ...(subresourcesOf(kind).includes('finalize')
      ? { [`${collection}/{name}/finalize`]: { put: one('Finalize').put ?? null, ...common(...place, 'name') } }
      : {}),
    ...(kind.hasStatus ? { [`${collection}/{name}/status`]: { ...one('Status'), ...common(...place, 'name') } } : {}),
  };
}

function operationId({ kind, version }: Builder, verb: string): string {
  const group = kind.group
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
  return `${verb}${group === '' ? 'Core' : group}${version.toUpperCase()}${kind.namespaced ? 'Namespaced' : ''}${kind.kind}`;
}

interface OperationOptions {
  query?: string[];
  body?: string;
  /** Media types of the body. */
  types?: string[];
  /** End of the operation's id. */
  suffix?: string;
}

function operation(
  builder: Builder,
  action: string,
  verb: string,
  answer: string,
  { query = [], body, types = [JSON_TYPE, YAML_TYPE], suffix = '' }: OperationOptions,
): JsonObject {
  const { kind, version, dialect, ref } = builder;
  const common: JsonObject = {
    operationId: `${operationId(builder, verb)}${suffix}`,
    description: `${verb} ${kind.kind}`,
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: kind.group, version, kind: kind.kind },
  };
  const parameters = query.map((name) => queryParameter(name, dialect));
  if (dialect === 'v2')
    return {
      ...common,
      consumes: body === undefined ? ['*/*'] : types,
      produces: [JSON_TYPE, YAML_TYPE],
      parameters:
        body === undefined
          ? parameters
          : [...parameters, { in: 'body', name: 'body', required: true, schema: ref(body) }],
      responses: { '200': { description: 'OK', schema: ref(answer) } },
    };
  const content = (name: string, media: string[]): JsonObject =>
    Object.fromEntries(media.map((type) => [type, { schema: ref(name) }]));
  return {
    ...common,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { content: content(body, types) } }),
    responses: { '200': { description: 'OK', content: content(answer, [JSON_TYPE, YAML_TYPE]) } },
  };
}

const BOOLEANS = new Set(['force', 'watch', 'allowWatchBookmarks', 'sendInitialEvents']);
const INTEGERS = new Set(['limit', 'timeoutSeconds', 'gracePeriodSeconds']);

function queryParameter(name: string, dialect: Dialect): JsonObject {
  const type = BOOLEANS.has(name) ? 'boolean' : INTEGERS.has(name) ? 'integer' : 'string';
  return dialect === 'v2'
    ? { name, in: 'query', type, uniqueItems: true }
    : { name, in: 'query', schema: { type, uniqueItems: true } };
}

function pathParameter({ dialect }: Builder, name: string): JsonObject {
  return dialect === 'v2'
    ? { name, in: 'path', required: true, type: 'string', uniqueItems: true }
    : { name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } };
}
