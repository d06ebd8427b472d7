import { createHash } from 'node:crypto';
import { findPlural, kinds } from '../../model/registry.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json, JsonObject } from '../../model/schema/types.ts';
import { textOf } from '../http/text.ts';

const groupsServed = new Set(kinds.map((kind) => kind.group));

function versionServed(group: string, version: string): boolean {
  return kinds.some((kind) => kind.group === group && [kind.version, ...(kind.otherVersions ?? [])].includes(version));
}

function list(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isObject(item)) : [];
}

/** What a discovery or OpenAPI answer says of the kinds that are served here, and its shape without its prose; other answers as they are. */
export function reduceBody(path: string, body: Json): Json {
  if (!isObject(body)) return body;
  if (path.startsWith('/openapi/')) return reduceOpenApi(body);
  if (body.kind === 'APIGroupList')
    return {
      ...body,
      groups: list(body.groups)
        .filter(({ name }) => groupsServed.has(textOf(name)))
        .map(reduceGroup),
    };
  if (body.kind === 'APIGroup') return reduceGroup(body);
  if (body.kind === 'APIResourceList') return reduceResources(body);
  if (body.kind === 'APIGroupDiscoveryList') return reduceAggregated(body);
  if (body.kind === 'Table') return reduceTable(body);
  return body;
}

/** Columns without their prose. */
function reduceTable(body: JsonObject): JsonObject {
  if (!Array.isArray(body.columnDefinitions)) return body;
  return {
    ...body,
    columnDefinitions: list(body.columnDefinitions).map(({ description: _prose, ...column }) => column),
  };
}

/** An event of a watch, its object reduced as an answer. */
export function reduceEvent(event: Json): Json {
  return isObject(event) && event.object !== undefined ? { ...event, object: reduceBody('', event.object) } : event;
}

function reduceGroup(group: JsonObject): JsonObject {
  const versions = list(group.versions).filter(({ version }) => versionServed(textOf(group.name), textOf(version)));
  return { ...group, versions };
}

function reduceResources(body: JsonObject): JsonObject {
  const [group, version] = textOf(body.groupVersion).includes('/')
    ? (textOf(body.groupVersion).split('/') as [string, string])
    : ['', textOf(body.groupVersion)];
  const resources = list(body.resources).filter(({ name }) => {
    const [plural = '', subresource] = textOf(name).split('/');
    return findPlural(group, version, plural) !== undefined && (subresource ?? 'status') === 'status';
  });
  return { ...body, resources };
}

function reduceAggregated(body: JsonObject): JsonObject {
  const items = list(body.items)
    .map((group) => {
      const name = isObject(group.metadata) && typeof group.metadata.name === 'string' ? group.metadata.name : '';
      const versions = list(group.versions)
        .filter(({ version }) => versionServed(name, textOf(version)))
        .map((version) => ({
          ...version,
          resources: list(version.resources)
            .filter(({ resource }) => findPlural(name, textOf(version.version), textOf(resource)) !== undefined)
            .map(withStatusAlone),
        }));
      return { ...group, versions };
    })
    .filter(({ versions }) => versions.length > 0);
  return { ...body, items };
}

function withStatusAlone({ subresources, ...resource }: JsonObject): JsonObject {
  const kept = list(subresources).filter(({ subresource }) => subresource === 'status');
  return kept.length === 0 ? resource : { ...resource, subresources: kept };
}

function reduceOpenApi(body: JsonObject): JsonObject {
  if (body.paths === undefined || !isObject(body.paths)) return body;
  if (body.openapi === undefined && body.swagger === undefined) return reduceIndex(body.paths);
  const paths = Object.entries(body.paths).filter(([path]) => pathServed(path));
  const schemas = (isObject(body.components) ? body.components.schemas : body.definitions) as JsonObject;
  const used = new Set<string>();
  const follow = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(follow);
    else if (isObject(value))
      for (const [key, member] of Object.entries(value)) {
        // version 2 shares parameters too, under names that mean nothing
        if (key === 'parameters' && body.swagger !== undefined) continue;
        const name =
          key === '$ref' && typeof member === 'string' ? member.split(/definitions\/|schemas\//)[1] : undefined;
        if (name === undefined) follow(member);
        else if (!used.has(name)) {
          used.add(name);
          follow(schemas[name] ?? null);
        }
      }
  };
  follow(Object.fromEntries(paths));
  used.delete('io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo');
  const told = (operation: Json): Json =>
    body.swagger === undefined ? digest(operation) : isObject(operation) ? (operation.operationId ?? null) : null;
  return {
    version: (body.openapi ?? body.swagger) as Json,
    paths: Object.fromEntries(
      paths.map(([path, item]): [string, Json] => {
        const verbs = Object.entries(item as JsonObject).toSorted(([a], [b]) => (a < b ? -1 : 1));
        return [path, Object.fromEntries(verbs.map(([method, operation]) => [method, told(operation)]))];
      }),
    ),
    schemas: Object.fromEntries([...used].sort().map((name) => [name, digest(schemas[name] ?? null)])),
  };
}

function reduceIndex(paths: JsonObject): JsonObject {
  const served = Object.entries(paths).filter(([path]) => {
    const [root, ...rest] = path.split('/');
    return root === 'api' ? rest[0] === 'v1' : rest.length === 2 && versionServed(rest[0] ?? '', rest[1] ?? '');
  });
  return { paths: Object.fromEntries(served) };
}

function pathServed(path: string): boolean {
  const parts = path.split('/').slice(1);
  const [group, version, rest] =
    parts[0] === 'api' ? ['', parts[1] ?? '', parts.slice(2)] : [parts[1] ?? '', parts[2] ?? '', parts.slice(3)];
  const inside = rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'status' && rest[2] !== 'finalize';
  const [plural = '', , subresource = 'status'] = inside ? rest.slice(2) : rest;
  return findPlural(group, version, plural) !== undefined && subresource === 'status';
}

/** Of prose nothing is kept, of the rest a hash: schemas are long, and what differs is found by asking both servers. */
function digest(value: Json): string {
  return createHash('sha256')
    .update(JSON.stringify(withoutProse(value)))
    .digest('base64url')
    .slice(0, 12);
}

/** What a cluster's documents say of what is not served: sharded lists, unsafe deletion, protobuf. Rules are compared by what they refuse. */
const LEFT_OUT = new Set([
  'description',
  'shardInfo',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'application/vnd.kubernetes.protobuf',
  'application/vnd.kubernetes.protobuf;stream=watch',
  'x-kubernetes-validations',
]);

function isLeftOut(key: string, value: Json): boolean {
  if (LEFT_OUT.has(key)) return true;
  // options are known in all versions of all groups that a cluster has
  return key === 'x-kubernetes-group-version-kind' && JSON.stringify(value).includes('"DeleteOptions"');
}

/** A value with sorted keys and without descriptions. */
function withoutProse(value: Json, named = false): Json {
  if (Array.isArray(value)) {
    const items = value
      .filter((item) => !isObject(item) || !['shardSelector', ...LEFT_OUT].includes(textOf(item.name)))
      .map((item) => withoutProse(item));
    const texts = items.every((item) => typeof item === 'string');
    const parameters = items.every((item) => isObject(item) && typeof item.in === 'string');
    return texts || parameters ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([key, member]) => (named ? key === 'description' || !LEFT_OUT.has(key) : !isLeftOut(key, member)))
    .map(([key, member]): [string, Json] => [key, withoutProse(member, key === 'properties')])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
