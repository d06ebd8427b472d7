import { apiVersionOf } from '../api-version.ts';
import type { CoreRules, Kind } from '../kind.ts';
import type { KubeObject, ObjectMeta } from '../object.ts';
import { cloneJson } from '../schema/normalize.ts';
import type { JsonObject } from '../schema/types.ts';
import { badRequest, type Status } from '../status.ts';
import { DecodeError, decodeStruct, encodeStruct } from './decode.ts';
import { objectMeta } from './object-meta.ts';

/** A core kind with its rules. */
export type CoreKind = Kind & { rules: CoreRules };

/**
 * Reads JSON as an object of a core kind, with defaults.
 * @param unknown gets the paths of unknown fields
 * @param version of the type that it is read as
 * @param problems gets unknown and repeated fields, as warnings name them
 * @throws DecodeError
 */
export function readCore(
  kind: CoreKind,
  value: JsonObject,
  unknown: string[],
  version: string = kind.version,
  problems: string[] = [],
): KubeObject {
  const type = kind.rules.earlierTypes?.[version] ?? kind.rules.type;
  return withDefaults(kind, decodeStruct(value, type, unknown, problems));
}

/**
 * Reads JSON as the API server reads what does not say its version: as its own type, whose members are those of metadata.
 * @throws DecodeError
 */
export function readInternal(kind: CoreKind, value: JsonObject, problems: string[]): KubeObject {
  const { of } = objectMeta;
  if (of.type !== 'struct') throw new TypeError('metadata is a struct');
  const { apiVersion: _version, kind: _kind, ...members } = value;
  try {
    return withDefaults(kind, { metadata: decodeStruct(members, of, [], problems) });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(error.message.replace('Go struct field ', `Go struct field ${kind.kind}.`));
  }
}

/** An object whose fields are read, with the type of its kind and defaults. */
export function withDefaults(kind: CoreKind, fields: JsonObject): KubeObject {
  const object = fields as unknown as KubeObject;
  object.apiVersion = apiVersionOf(kind);
  object.kind = kind.kind;
  object.metadata ??= {};
  kind.rules.defaults(object);
  return object;
}

/** Puts an object into the namespace of the request; why it cannot be there. Source: apiserver registry/rest EnsureObjectNamespaceMatchesRequestNamespace. */
export function placeCore(kind: Kind, metadata: ObjectMeta, namespace: string | undefined): Status | undefined {
  if (!kind.namespaced) {
    delete metadata.namespace;
    return undefined;
  }
  if (!namespace || metadata.namespace === namespace) return undefined;
  if (metadata.namespace)
    return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  metadata.namespace = namespace;
  return undefined;
}

/** An object as it is written. @param emptyLists keeps those that were written empty where Go writes null */
export function encodeCore(kind: CoreKind, object: KubeObject, emptyLists = false): KubeObject {
  const fields = cloneJson(object) as JsonObject;
  const encoded = encodeStruct(fields, kind.rules.type, emptyLists) as unknown as KubeObject;
  const { managedFields } = object.metadata;
  // an empty list of managers says something
  if (managedFields?.length === 0) encoded.metadata.managedFields = managedFields;
  return { ...encoded, apiVersion: object.apiVersion, kind: object.kind };
}
