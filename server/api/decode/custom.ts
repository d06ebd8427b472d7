import { apiVersionOf } from '../../model/api-version.ts';
import { DecodeError } from '../../model/core/decode.ts';
import { readCustom } from '../../model/custom/read.ts';
import type { Kind } from '../../model/kind.ts';
import type { KubeObject } from '../../model/object.ts';
import { isNumber } from '../../model/schema/exact-number.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { Json } from '../../model/schema/types.ts';
import { badRequest } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';
import { type DecodedJson, decodeJson, JsonSyntaxError } from './json.ts';
import { cannotBeHandled, type GivenType, unrecognized } from './problems.ts';
import { utf8Text } from './utf8.ts';
import { YamlError } from './yaml/error.ts';
import { decodeYaml } from './yaml/yaml.ts';

/** A body that is to hold one object. */
export interface Body {
  bytes: Buffer;
  format: 'json' | 'yaml';
}

/** What a client wants to hear of unknown and repeated members. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** A custom resource that was read. */
export interface DecodedCustom {
  object: KubeObject;
  given: GivenType;
  /** Unknown and repeated members, as warnings name them; none where they are ignored. */
  problems: string[];
}

/** What went wrong with a body, before it is told how a message names the object. */
export class UnreadableBody extends Error {
  /** What the object says it is; undefined where it could not be told. */
  readonly given: GivenType | undefined;

  constructor(message: string, given?: GivenType) {
    super(message);
    this.given = given;
  }
}

/**
 * Reads a custom resource from a body. Source: apimachinery serializer/json with the decoder of apiextensions-apiserver.
 * @param kind in the version of the request
 * @param fallback what the object is where it does not say; absent for the result of a patch
 * @throws UnreadableBody
 */
export function decodeCustom(
  kind: Kind,
  { bytes, format }: Body,
  validation: FieldValidation,
  fallback?: GivenType,
): DecodedCustom {
  const strict = validation !== 'Ignore';
  const { decoded, problems, text } = readBody(bytes, format);
  const assumed = withFallback(interpret(decoded), fallback);
  if (decoded.outOfRange !== undefined) throw new UnreadableBody(decoded.outOfRange, assumed);
  const value = isObject(decoded.value) ? decoded.value : {};
  const given = typeOf(value.apiVersion, value.kind);
  if (given.kind === '') {
    // without strict checks the object reads itself, and shows JSON
    if (strict) throw new UnreadableBody(missingKind(utf8Text(bytes)));
    throw new UnreadableBody(missingKind(text()), assumed.kind === '' ? undefined : assumed);
  }
  if (value.apiVersion !== undefined && typeof value.apiVersion !== 'string')
    throw new UnreadableBody('.apiVersion accessor error: <nil> is of the type <nil>, expected string', given);
  try {
    const { object, unknown } = readCustom(kind, value);
    object.apiVersion = value.apiVersion ?? '';
    object.kind = given.kind;
    const found = [...problems, ...decoded.duplicates, ...unknown.map((path) => `unknown field "${path}"`)];
    return { object, given, problems: strict ? found : [] };
  } catch (error) {
    if (error instanceof DecodeError) throw new UnreadableBody(error.message, given);
    throw error;
  }
}

/**
 * Reads the body of a creation or a replacement. Unknown and repeated members are refused when they have to be, and otherwise told of.
 * @throws ApiProblem 400
 */
export function decodeRequest(kind: Kind, body: Body, validation: FieldValidation): DecodedCustom {
  let decoded: DecodedCustom;
  try {
    decoded = decodeCustom(kind, body, validation, { kind: kind.kind, group: kind.group, version: kind.version });
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    const { given, message } = error;
    if (given === undefined || given.kind === '') throw unrecognized(kind.kind, message, body.bytes);
    throw cannotBeHandled(kind.kind, given, message);
  }
  const { given, problems } = decoded;
  if (problems.length > 0 && validation === 'Strict' && given.version === '')
    throw new ApiProblem(badRequest("Object 'apiVersion' is missing in 'object has no apiVersion field'"));
  // by then the object that is read into says what the body says
  if (problems.length > 0 && validation === 'Strict') throw cannotBeHandled(given.kind, given, strictProblem(problems));
  const version = given.group === '' ? given.version : `${given.group}/${given.version}`;
  if (version !== apiVersionOf(kind)) {
    const message = `the API version in the data (${version}) does not match the expected API version (${apiVersionOf(kind)})`;
    throw new ApiProblem(badRequest(message), {}, warningsOf(problems));
  }
  return decoded;
}

/** Unknown and repeated members as one error. */
export function strictProblem(problems: readonly string[]): string {
  return `strict decoding error: ${problems.join(', ')}`;
}

/** Warnings of what strict decoding found; those of YAML come several to a text. */
export function warningsOf(problems: readonly string[]): string[] {
  return problems.flatMap((problem) => {
    const lines = /^(?:error converting YAML to JSON: )?yaml: unmarshal errors:\n(.*)$/s
      .exec(problem)?.[1]
      ?.split('\n');
    return lines === undefined ? [problem] : lines.map((line) => line.trim());
  });
}

/** The text of a body as JSON. @throws UnreadableBody */
export function readBody(
  bytes: Buffer,
  format: Body['format'],
): { decoded: DecodedJson; problems: string[]; text: () => string } {
  try {
    if (format === 'json') return { decoded: decodeJson(bytes), problems: [], text: () => utf8Text(bytes) };
    const { decoded, duplicates, text } = decodeYaml(bytes);
    return { decoded, problems: duplicates === undefined ? [] : [duplicates], text };
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new UnreadableBody(headProblem(error.message));
    if (error instanceof YamlError) throw new UnreadableBody(error.message);
    throw error;
  }
}

function headProblem(problem: string): string {
  return `couldn't get version/kind; json parse error: ${problem}`;
}

/** How Go prints the type that version and kind are first read into. */
const HEAD = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

/** Version and kind as they are first read: whatever the case of their names. @throws UnreadableBody */
export function interpret({ value, members }: DecodedJson): GivenType {
  if (value !== null && !isObject(value))
    throw new UnreadableBody(headProblem(`json: cannot unmarshal ${goName(value)} into Go value of type ${HEAD}`));
  const head = { apiVersion: '', kind: '' };
  for (const [name, member] of members) {
    const field = /^apiversion$/iu.test(name) ? 'apiVersion' : /^kind$/iu.test(name) ? 'kind' : undefined;
    if (field === undefined || member === null) continue;
    if (typeof member !== 'string')
      throw new UnreadableBody(
        headProblem(`json: cannot unmarshal ${goName(member)} into Go struct field .${field} of type string`),
      );
    head[field] = member;
  }
  if (head.apiVersion.split('/').length > 2)
    throw new UnreadableBody(`unexpected GroupVersion string: ${head.apiVersion}`);
  return typeOf(head.apiVersion, head.kind);
}

/** The type that these members say; '' where they are no text. */
function typeOf(apiVersion: Json | undefined, kind: Json | undefined): GivenType {
  const name = typeof kind === 'string' ? kind : '';
  const parts = typeof apiVersion === 'string' && apiVersion !== '/' ? apiVersion.split('/') : [];
  const [group = '', version = ''] = parts.length === 1 ? ['', ...parts] : parts;
  return { kind: name, group, version };
}

/** What is not said of a type is taken from what it is expected to be. */
export function withFallback(given: GivenType, fallback: GivenType | undefined): GivenType {
  if (fallback === undefined) return given;
  const { group, version } = given;
  const takesBoth = group === '' && version === '';
  return {
    kind: given.kind || fallback.kind,
    group: takesBoth ? fallback.group : group,
    version: version === '' && (takesBoth || group === fallback.group) ? fallback.version : version,
  };
}

function missingKind(text: string): string {
  return `Object 'Kind' is missing in '${text}'`;
}

/** How Go's decoder names a value. */
function goName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
