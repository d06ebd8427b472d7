import type { IncomingMessage } from 'node:http';
import { parseDocuments } from '../../model/documents.ts';
import { badRequest, unsupportedMediaType } from '../../model/status.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { ApiProblem } from './problem.ts';
import { hasProtobuf, parseProtobuf, ProtobufError } from './protobuf.ts';
import { readBytes } from './read-body.ts';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Media type of a header value: lower case, without parameters; '' when there is none. */
export function mediaType(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
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
    return { value: readProtobuf(await readBytes(request), kind), duplicates: [] };
  if (type !== '' && type !== 'application/json' && type !== 'application/yaml')
    throw new ApiProblem(
      unsupportedMediaType(['application/json', 'application/yaml', ...(hasProtobuf(kind) ? [PROTOBUF] : [])]),
    );
  const text = await readText(request);
  if (type === 'application/yaml') return { value: parseYaml(text, kind), duplicates: [] };
  return { value: parseJson(text, kind), duplicates: duplicateKeys(text) };
}

function readProtobuf(bytes: Buffer, kind: string): unknown {
  try {
    return parseProtobuf(bytes);
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    throw new ApiProblem(badRequest(`the object provided is unrecognized (must be of type ${kind}): ${error.message}`));
  }
}

/** Parses JSON. @throws ApiProblem 400 in the API server's words */
export function parseJson(text: string, kind: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const shown = text.length > 256 ? `${text.slice(0, 256)}...` : text;
    throw new ApiProblem(
      badRequest(
        `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${reason} (${shown})`,
      ),
    );
  }
}

/** Parses the first YAML document; further ones are ignored, as the API server does. @throws ApiProblem 400 */
export function parseYaml(text: string, kind: string): unknown {
  const [document] = parseDocuments(text);
  if (document === undefined) throw new ApiProblem(badRequest(`the body is empty; it must hold a ${kind}`));
  const [problem] = document.problems;
  if (problem === undefined) return document.value;
  throw new ApiProblem(
    badRequest(`error converting YAML to JSON: line ${problem.line}, column ${problem.column}: ${problem.message}`),
  );
}
