import { type Kind, subresourcesOf } from '../../model/kind.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { schemaName } from './groups.ts';
import { META } from './meta-schemas.ts';
import type { Dialect } from './openapi-schema.ts';

const JSON_TYPE = 'application/json';
const YAML_TYPE = 'application/yaml';

const WRITE = ['dryRun', 'fieldManager', 'fieldValidation'];
const DELETE = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'];
const SELECT = [
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
];
const LIST = ['allowWatchBookmarks', ...SELECT, 'watch'];

interface Builder {
  kind: Kind;
  version: string;
  dialect: Dialect;
  ref: (name: string) => JsonObject;
}

/** Paths of a kind, with their verbs, media types and parameters. @param patches media types of patches @param ref makes a reference to a type */
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
  const list = schemaName(kind, version, `${kind.kind}List`);
  const place = kind.namespaced ? ['namespace'] : [];
  const common = (...names: string[]): JsonObject => ({
    parameters: [...names.map((name) => pathParameter(builder, name)), ...queryParameters(builder, ['pretty'])],
  });
  return {
    ...(kind.namespaced
      ? {
          [`${root}/${kind.plural}`]: {
            get: operation(builder, 'list', `${operationName(builder, 'list', false)}ForAllNamespaces`, list),
            parameters: queryParameters(builder, [...LIST, 'pretty'].sort()),
          },
        }
      : {}),
    [collection]: { ...collectionVerbs(builder, list), ...common(...place) },
    [`${collection}/{name}`]: { ...objectVerbs(builder, patches), ...common('name', ...place) },
    ...(subresourcesOf(kind).includes('finalize')
      ? { [`${collection}/{name}/finalize`]: finalizeVerb(builder, common('name', ...place)) }
      : {}),
    ...(kind.hasStatus
      ? { [`${collection}/{name}/status`]: { ...objectVerbs(builder, patches, 'Status'), ...common('name', ...place) } }
      : {}),
  };
}

function collectionVerbs(builder: Builder, list: string): JsonObject {
  const { kind } = builder;
  const own = ownName(builder);
  const name = (verb: string): string => operationName(builder, verb);
  return {
    get: operation(builder, 'list', name('list'), list, { query: LIST }),
    post: operation(builder, 'post', name('create'), own, {
      query: WRITE,
      body: own,
      codes: ['200', '201', '202'],
    }),
    ...(kind.noDeleteCollection === true
      ? {}
      : {
          delete: operation(
            builder,
            'deletecollection',
            operationName(builder, 'delete', kind.namespaced, 'Collection'),
            `${META}.Status`,
            kind.core
              ? { query: [...SELECT, ...DELETE].sort(), body: `${META}.DeleteOptions`, optional: true }
              : { query: LIST },
          ),
        }),
  };
}

function objectVerbs(builder: Builder, patches: string[], suffix = ''): JsonObject {
  const { kind } = builder;
  const own = ownName(builder);
  const name = (verb: string): string => `${operationName(builder, verb)}${suffix}`;
  const deleted = kind.deleteGivesObject === true ? own : `${META}.Status`;
  return {
    get: operation(builder, 'get', name('read'), own, { query: kind.core ? [] : ['resourceVersion'] }),
    put: operation(builder, 'put', name('replace'), own, { query: WRITE, body: own, codes: ['200', '201'] }),
    patch: operation(builder, 'patch', name('patch'), own, {
      query: [...WRITE, 'force'],
      body: `${META}.Patch`,
      types: patches,
      codes: kind.core ? ['200', '201'] : ['200'],
    }),
    ...(suffix === ''
      ? {
          delete: operation(builder, 'delete', name('delete'), deleted, {
            query: DELETE,
            body: `${META}.DeleteOptions`,
            optional: true,
            codes: ['200', '202'],
          }),
        }
      : {}),
  };
}

/** Only a PUT changes what has still to be done before an object is gone. */
function finalizeVerb(builder: Builder, common: JsonObject): JsonObject {
  const own = ownName(builder);
  const name = `${operationName(builder, 'replace')}Finalize`;
  const put = operation(builder, 'put', name, own, { query: WRITE, body: own, codes: ['200', '201'] });
  return { put, ...common };
}

function ownName({ kind, version }: Builder): string {
  return schemaName(kind, version, kind.kind);
}

/** `gatewayNetworking` of gateway.networking.k8s.io: without the domain of Kubernetes itself. */
function groupWords({ kind }: Builder): string[] {
  return kind.group === '' ? ['core'] : kind.group.replace(/\.k8s\.io$/, '').split('.');
}

function operationName(
  builder: Builder,
  verb: string,
  namespaced = builder.kind.namespaced,
  scope: '' | 'Collection' = '',
): string {
  const group = groupWords(builder).map(capital).join('');
  return `${verb}${group}${capital(builder.version)}${scope}${namespaced ? 'Namespaced' : ''}${builder.kind.kind}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function tag(builder: Builder): string {
  const [first = '', ...rest] = groupWords(builder);
  return `${first}${rest.map(capital).join('')}_${builder.version}`;
}

interface OperationOptions {
  query?: string[];
  body?: string;
  /** The body may be left out. */
  optional?: boolean;
  /** Media types of the body. */
  types?: string[];
  /** Codes of success. */
  codes?: string[];
}

function operation(
  builder: Builder,
  action: string,
  operationId: string,
  answer: string,
  { query = [], body, optional = false, types, codes = ['200'] }: OperationOptions = {},
): JsonObject {
  const { kind, version, dialect, ref } = builder;
  const common: JsonObject = {
    tags: [tag(builder)],
    operationId,
    description: `${action} ${kind.kind}`,
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: kind.group, version, kind: kind.kind },
  };
  const parameters = queryParameters(builder, query);
  const bodies = types ?? (kind.core ? ['*/*'] : [JSON_TYPE, YAML_TYPE]);
  const watches = kind.core && action === 'list' ? [`${JSON_TYPE};stream=watch`] : [];
  const answers = [JSON_TYPE, ...watches, YAML_TYPE];
  const responses = (content: JsonObject): JsonObject => ({
    ...Object.fromEntries(codes.map((code) => [code, { description: DESCRIPTIONS[code] ?? '', ...content }])),
    '401': { description: 'Unauthorized' },
  });
  if (dialect === 'v2')
    return {
      ...common,
      consumes: body === undefined ? ['*/*'] : bodies,
      produces: answers,
      parameters:
        body === undefined
          ? parameters
          : [...parameters, { in: 'body', name: 'body', ...(optional ? {} : { required: true }), schema: ref(body) }],
      responses: responses({ schema: ref(answer) }),
    };
  const content = (name: string, media: string[]): JsonObject =>
    Object.fromEntries(media.map((type) => [type, { schema: ref(name) }]));
  return {
    ...common,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { content: content(body, bodies), ...(optional ? {} : { required: true }) } }),
    responses: responses({ content: content(answer, answers) }),
  };
}

const DESCRIPTIONS: Record<string, string> = { '200': 'OK', '201': 'Created', '202': 'Accepted' };
const BOOLEANS = new Set(['force', 'watch', 'allowWatchBookmarks', 'sendInitialEvents', 'orphanDependents']);
const INTEGERS = new Set(['limit', 'timeoutSeconds', 'gracePeriodSeconds']);

function queryParameters({ dialect }: Builder, names: readonly string[]): JsonObject[] {
  return names.map((name): JsonObject => {
    const type = BOOLEANS.has(name) ? 'boolean' : INTEGERS.has(name) ? 'integer' : 'string';
    return dialect === 'v2'
      ? { name, in: 'query', type, uniqueItems: true }
      : { name, in: 'query', schema: { type, uniqueItems: true } };
  });
}

function pathParameter({ dialect }: Builder, name: string): JsonObject {
  return dialect === 'v2'
    ? { name, in: 'path', required: true, type: 'string', uniqueItems: true }
    : { name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } };
}
