import { INTERNAL, typeProblem } from '../../model/core/read-type.ts';
import { DecodeError, decodeStruct } from '../../model/core/decode.ts';
import { knownType } from '../../model/core/meta-types.ts';
import { type CoreKind, readCore, readInternal } from '../../model/core/read.ts';
import type { KubeObject } from '../../model/object.ts';
import { isObject } from '../../model/schema/normalize.ts';
import { sortedCopy } from '../../model/schema/sorted-copy.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { badRequest } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';
import { parseProtobuf, ProtobufError } from '../http/protobuf.ts';
import {
  type FieldValidation,
  interpret,
  readBody,
  strictProblem,
  UnreadableBody,
  warningsOf,
  withFallback,
} from './custom.ts';
import { utf8Text } from './utf8.ts';
import { cannotBeHandled, type GivenType, unrecognized } from './problems.ts';

/** A body that is to hold one object of a core kind. */
export interface CoreBody {
  bytes: Buffer;
  format: 'json' | 'yaml' | 'protobuf';
}

/** An object of a core kind that was read. */
export interface DecodedCore {
  object: KubeObject;
  given: GivenType;
  /** Unknown and repeated members, as warnings name them; none where they are ignored. */
  problems: string[];
}

/** So many problems are told of. */
const MAX_PROBLEMS = 100;

/**
 * Reads an object of a core kind. Source: apimachinery serializer/json, serializer/versioning.
 * @param version of an object that does not say it
 * @throws UnreadableBody
 */
export function decodeCore(
  kind: CoreKind,
  { bytes, format }: CoreBody,
  validation: FieldValidation,
  version = kind.version,
): DecodedCore {
  const expected = { kind: kind.kind, group: kind.group, version };
  const { value, given, problems } = readGiven(bytes, format, expected);
  if (given.version === '') throw new UnreadableBody(`Object 'apiVersion' is missing in '${utf8Text(bytes)}'`, given);
  const problem = typeProblem(kind, given);
  if (problem !== undefined) throw new UnreadableBody(unreadAs(given, value) ?? problem, given);
  const found: string[] = [...problems];
  try {
    const object =
      given.version === INTERNAL ? readInternal(kind, value, found) : readCore(kind, value, [], given.version, found);
    return { object, given, problems: validation === 'Ignore' ? [] : found.slice(0, MAX_PROBLEMS) };
  } catch (error) {
    if (error instanceof DecodeError) throw new UnreadableBody(error.message, given);
    throw error;
  }
}

/** Why an object cannot even be read as what it says it is, as far as its type is known. */
function unreadAs({ group, version, kind }: GivenType, value: JsonObject): string | undefined {
  const type = knownType(group, version, kind);
  if (type === undefined) return undefined;
  try {
    decodeStruct(value, type, []);
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error.message;
    throw error;
  }
}

interface Given {
  value: JsonObject;
  given: GivenType;
  /** What YAML has against the text. */
  problems: string[];
}

function readGiven(bytes: Buffer, format: CoreBody['format'], expected: GivenType): Given {
  if (format === 'protobuf') return { value: readProtobuf(bytes), given: expected, problems: [] };
  const { decoded, problems } = readBody(bytes, format);
  const given = withFallback(interpret(decoded), expected);
  const value = isObject(decoded.value) ? decoded.value : {};
  return {
    // YAML is read by way of JSON, which Go writes with sorted members
    value: format === 'yaml' ? sortedCopy(value) : value,
    given,
    problems,
  };
}

function readProtobuf(bytes: Buffer): JsonObject {
  try {
    return parseProtobuf(bytes);
  } catch (error) {
    if (error instanceof ProtobufError) throw new UnreadableBody(error.message);
    throw error;
  }
}

/**
 * Reads the body of a creation or a replacement. Unknown and repeated members are refused when they have to be, and otherwise told of.
 * @throws ApiProblem 400
 */
export function decodeCoreRequest(kind: CoreKind, body: CoreBody, validation: FieldValidation): DecodedCore {
  let decoded: DecodedCore;
  try {
    decoded = decodeCore(kind, body, validation);
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    const { given, message } = error;
    if (given === undefined || given.kind === '') throw unrecognized(kind.kind, message, body.bytes);
    throw cannotBeHandled(kind.kind, given, message);
  }
  const { given, problems } = decoded;
  if (problems.length > 0 && validation === 'Strict') throw cannotBeHandled(kind.kind, given, strictProblem(problems));
  if (given.version === kind.version) return decoded;
  const version = given.group === '' ? given.version : `${given.group}/${given.version}`;
  const expected = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
  const message = `the API version in the data (${version}) does not match the expected API version (${expected})`;
  throw new ApiProblem(badRequest(message), {}, warningsOf(problems));
}
