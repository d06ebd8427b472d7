import { DecodeError, decodeStruct, encodeStruct } from '../core/decode.ts';
import { timeProblem } from '../core/go-time.ts';
import { objectMeta } from '../core/object-meta.ts';
import type { Kind } from '../kind.ts';
import { saidManagers } from '../managed-fields.ts';
import type { KubeObject, ObjectMeta } from '../object.ts';
import { asStored, ExactNumber, isNumber, toInteger } from '../schema/exact-number.ts';
import { compareTexts } from '../schema/go-json.ts';
import { applyDefaults, cloneJson, isObject, normalize, setProperty } from '../schema/normalize.ts';
import { sortedCopy } from '../schema/sorted-copy.ts';
import type { Json, JsonObject } from '../schema/types.ts';

/** A custom resource that was read: without unknown members and nulls, with defaults. */
export interface ReadObject {
  object: KubeObject;
  /** Paths of unknown members: those of metadata, then the others. */
  unknown: string[];
}

/** What Go takes for no time. */
const NO_TIME = '0001-01-01T00:00:00Z';

/** So many unknown members of metadata are told of. */
const MAX_UNKNOWN = 100;

/**
 * Reads a custom resource as the API server does after decoding. An object of another kind or version keeps what it says.
 * Source: apiextensions-apiserver unstructuredSchemaCoercer.apply and its defaulter.
 * @param value is changed
 * @throws DecodeError when metadata cannot be read
 */
export function readCustom(kind: Kind, value: JsonObject): ReadObject {
  const { metadata: given, ...body } = value;
  const unknown: string[] = [];
  const metadata = readMetadata(given, unknown);
  if (value.kind === kind.kind && groupOf(value.apiVersion) === kind.group) {
    if (isServed(kind, value.apiVersion)) {
      unknown.push(...normalize(body, kind.schema).sort(compareTexts));
    } else {
      // a version that is not served has an empty schema
      const names = Object.keys(body).filter((name) => name !== 'apiVersion' && name !== 'kind');
      unknown.push(...names.sort(compareTexts));
      for (const name of names) delete body[name];
    }
  }
  const object = { apiVersion: '', kind: '', metadata } as KubeObject;
  for (const [key, member] of Object.entries(body)) setProperty(object as unknown as JsonObject, key, member);
  return { object, unknown };
}

/** Why the metadata of what an apply has made cannot be read, which matters only where a cluster keeps another version. */
export function appliedProblem({ metadata: given }: JsonObject): string | undefined {
  const {
    creationTimestamp: _created,
    generation: _counted,
    managedFields: _managers,
    ...rest
  } = isObject(given) ? given : {};
  try {
    readMetadata(rest, []);
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

/** Reads what an apply has made: it fits its types and has only known members, but may have nulls. */
export function readApplied(kind: Kind, value: JsonObject): KubeObject {
  const { metadata: given, ...body } = value;
  const metadata = isObject(given) ? { ...given } : {};
  // an API server sets them anyway, whatever they are
  for (const field of ['creationTimestamp', 'generation', 'managedFields']) delete metadata[field];
  // and sees no others than those that it can read
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (typeof deletionTimestamp !== 'string' || timeProblem(deletionTimestamp) !== undefined)
    delete metadata.deletionTimestamp;
  if (isNumber(deletionGracePeriodSeconds) && toInteger(deletionGracePeriodSeconds) === undefined)
    delete metadata.deletionGracePeriodSeconds;
  const copy = cloneJson(body) as JsonObject;
  applyDefaults(copy, kind.schema);
  return { apiVersion: '', kind: '', ...copy, metadata: readMetadata(metadata, []) };
}

function groupOf(apiVersion: Json | undefined): string {
  return typeof apiVersion === 'string' && apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

function isServed({ version, otherVersions = [] }: Kind, apiVersion: Json | undefined): boolean {
  const given = typeof apiVersion === 'string' ? apiVersion.split('/')[1] : undefined;
  return [version, ...otherVersions].some((one) => one === given);
}

/** Reads metadata through its Go type, in the order in which Go writes it. @throws DecodeError */
function readMetadata(value: Json | undefined, unknown: string[]): ObjectMeta {
  if (value === undefined || value === null) return {};
  const { of } = objectMeta;
  if (of.type !== 'struct') return {};
  if (!isObject(value))
    throw new DecodeError(`json: cannot unmarshal ${goTypeName(value)} into Go value of type ${of.name}`);
  const paths: string[] = [];
  const metadata = decodeStruct(sortedCopy(value, writtenNumber), of, paths);
  const sorted = [...new Set(paths)].toSorted((a, b) => compareTexts(sortable(a), sortable(b)));
  unknown.push(...sorted.slice(0, MAX_UNKNOWN).map((path) => `metadata.${path}`));
  const read: ObjectMeta = encodeStruct(metadata, of);
  // the zero time is none, but one that was said
  if (read.deletionTimestamp === NO_TIME) Object.assign(read, { deletionTimestamp: null });
  const managedFields = saidManagers(read.managedFields);
  delete read.managedFields;
  return managedFields === undefined ? read : { ...read, managedFields };
}

/** A path as it sorts: indices by number. */
function sortable(path: string): string {
  return path.replace(/\[(\d+)\]/g, (_all, index: string) => `[${index.padStart(9, '0')}]`);
}

function goTypeName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** A number as it is once it was written. */
function writtenNumber(value: Json): Json {
  return value instanceof ExactNumber ? asStored(value) : value;
}
