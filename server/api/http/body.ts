import type { IncomingMessage } from 'node:http';
import { parseDocuments } from '../../model/documents.ts';
import { badRequest, unsupportedMediaType } from '../../model/status.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { jsonSyntaxError } from './go-json.ts';
import { ApiProblem } from './problem.ts';
import { hasProtobuf, parseProtobuf, ProtobufError } from './protobuf.ts';
import { readBytes } from './read-body.ts';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Media type of a header value: lower case, without parameters; '' when there is none, undefined when it is malformed. */
export function mediaType(header: string | undefined): string | undefined {
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim());
  return parameters.every((part) => part === '' || /^[^\s=]+\s*=\s*\S/.test(part)) ? type.toLowerCase() : undefined;
}

/**
 * Reads the whole body as UTF-8 text.
 * @throws ApiProblem as `readBytes`, 400 when it is no UTF-8
 */
export async function readText(request: IncomingMessage): Promise<string> {
  const bytes = await readBytes(request);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ApiProblem(badRequest('the body is not valid UTF-8; save it as UTF-8 and send it again'));
  }
}

/** A body that was parsed. */
export interface ParsedBody {
  value: unknown;
  /** As it came; '' for protobuf. */
  text: string;
  /** Paths of keys that stand twice in JSON; in YAML they are an error. */
  duplicates: string[];
}

/**
 * Reads a JSON or YAML body as its content type says, JSON when it says nothing; protobuf for the kinds that kubectl writes so.
 * @param kind what is expected
 * @throws ApiProblem 400, 413, 415
 */
export async function readObject(request: IncomingMessage, kind: string): Promise<ParsedBody> {
  const type = mediaType(request.headers['content-type']);
  if (type === PROTOBUF && hasProtobuf(kind))
    return { value: readProtobuf(await readBytes(request), kind), text: '', duplicates: [] };
  if (type !== '' && type !== 'application/json' && type !== 'application/yaml')
    throw new ApiProblem(
      unsupportedMediaType(['application/json', 'application/yaml', ...(hasProtobuf(kind) ? [PROTOBUF] : [])]),
    );
  const text = await readText(request);
  if (type === 'application/yaml') {
    try {
      return { value: parseYaml(text), text, duplicates: [] };
    } catch (error) {
      throw error instanceof YamlError ? unrecognized(kind, `yaml: ${error.message}`, text) : error;
    }
  }
  try {
    return { value: JSON.parse(text), text, duplicates: duplicateKeys(text) };
  } catch {
    throw unrecognized(kind, `couldn't get version/kind; json parse error: ${whyNoJson(text)}`, text);
  }
}

const SHOWN = 30;

/** 400 for a body of which not even the kind can be told. Source: apiserver handlers.transformDecodeError. */
function unrecognized(kind: string, problem: string, text: string): ApiProblem {
  return new ApiProblem(
    badRequest(`the object provided is unrecognized (must be of type ${kind}): ${problem} (${beginningOf(text)})`),
  );
}

/** The beginning of a body as such errors show it. */
function beginningOf(text: string): string {
  const body = Buffer.from(text);
  if (body.length === 0) return '<empty>';
  const shown = body.subarray(0, SHOWN).toString(text.startsWith('{') ? 'utf8' : 'hex');
  return `${shown}${body.length > SHOWN ? ' ...' : ''}`;
}

function readProtobuf(bytes: Buffer, kind: string): unknown {
  try {
    return parseProtobuf(bytes);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    throw new ApiProblem(badRequest(`the object provided is unrecognized (must be of type ${kind}): ${error.message}`));
  }
}

/** Why a text is no JSON. */
function whyNoJson(text: string): string {
  return jsonSyntaxError(text) ?? 'it is no JSON';
}

/** A text that is no YAML; the message names the line. */
class YamlError extends Error {}

/** The first YAML document; further ones are ignored, as the API server does. null where there is none. @throws YamlError */
function parseYaml(text: string): unknown {
  const [document] = parseDocuments(text);
  const [problem] = document?.problems ?? [];
  if (problem !== undefined) throw new YamlError(`line ${problem.line}: ${problem.message}`);
  return document?.value ?? null;
}
