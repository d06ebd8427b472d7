import type { IncomingMessage } from 'node:http';
import { DecodeError, decodeStruct } from '../../model/core/decode.ts';
import { always, bool, type GoStruct, int64, list, pointer, struct, text } from '../../model/core/go-types.ts';
import { isRegisteredEverywhere } from '../../model/core/registered-kinds.ts';
import { type FieldError, invalid, quote, unsupported } from '../../model/schema/field-error.ts';
import { isObject } from '../../model/schema/normalize.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { badRequest, invalidObject, unsupportedMediaType } from '../../model/status.ts';
import { interpret, readBody, UnreadableBody, withFallback } from '../decode/custom.ts';
import { utf8Text } from '../decode/utf8.ts';
import { mediaType } from '../http/body.ts';
import { isFlag, dryRunErrors } from '../http/options.ts';
import { ApiProblem } from '../http/problem.ts';
import { parseProtobuf, ProtobufError } from '../http/protobuf.ts';
import { readBytes } from '../http/read-body.ts';

/** How objects are deleted. Source: meta/v1 DeleteOptions. */
export interface DeleteOptions {
  dryRun: string[];
  preconditions: { uid?: string; resourceVersion?: string };
  /** True keeps what the object owns. */
  orphanDependents?: boolean;
  propagationPolicy?: string;
}

const FORMATS = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
/** Kinds that are what they are in every version. Source: apimachinery meta/v1 AddToGroupVersion. */
const UNVERSIONED = ['Status', 'APIVersions', 'APIGroupList', 'APIGroup', 'APIResourceList'];
const POLICIES = ['Foreground', 'Background', 'Orphan'];

const { of: preconditions } = struct('v1.Preconditions', {
  uid: pointer(text('types.UID')),
  resourceVersion: pointer(text()),
});

const TYPE: GoStruct = {
  type: 'struct',
  name: 'v1.DeleteOptions',
  fields: {
    kind: text(),
    apiVersion: text(),
    gracePeriodSeconds: pointer(int64),
    preconditions: pointer({ of: preconditions }),
    orphanDependents: pointer(bool),
    propagationPolicy: pointer(text('v1.DeletionPropagation')),
    dryRun: always(list(text())),
    ignoreStoreReadErrorWithClusterBreakingPotential: pointer(bool),
  },
};

/**
 * Options of a deletion: those of the body, and where there is none those of the query. Source: apiserver endpoints/handlers
 * DeleteResource.
 * @throws ApiProblem 400, 413, 415, 422
 */
export async function readDeleteOptions(request: IncomingMessage, query: URLSearchParams): Promise<DeleteOptions> {
  const bytes = await readBytes(request);
  const options = bytes.length === 0 ? ofQuery(query) : ofBody(bytes, request.headers['content-type']);
  const errors = problems(options);
  if (errors.length > 0)
    throw new ApiProblem(invalidObject({ group: 'meta.k8s.io', resource: 'DeleteOptions', name: '' }, errors));
  return options;
}

function ofQuery(query: URLSearchParams): DeleteOptions {
  const seconds = query.get('gracePeriodSeconds');
  if (seconds !== null) checkInteger(seconds);
  const uid = query.get('uid');
  const orphan = query.get('orphanDependents');
  const policy = query.get('propagationPolicy');
  return {
    dryRun: query.getAll('dryRun'),
    preconditions: uid === null ? {} : { uid },
    ...(orphan === null ? {} : { orphanDependents: isFlag(orphan) }),
    ...(policy === null ? {} : { propagationPolicy: policy }),
  };
}

function checkInteger(value: string): void {
  const refuse = (problem: string): ApiProblem =>
    new ApiProblem(badRequest(`strconv.ParseInt: parsing ${quote(value)}: ${problem}`));
  if (!/^[+-]?\d+$/.test(value)) throw refuse('invalid syntax');
  if (BigInt.asIntN(64, BigInt(value)) !== BigInt(value)) throw refuse('value out of range');
}

function ofBody(bytes: Buffer, header: string | undefined): DeleteOptions {
  const type = mediaType(header);
  const format = type === '' ? FORMATS[0] : FORMATS.find((one) => one === type);
  if (format === undefined) throw new ApiProblem(unsupportedMediaType(FORMATS));
  try {
    const value =
      format === 'application/vnd.kubernetes.protobuf'
        ? parseProtobuf(bytes)
        : read(bytes, format === 'application/yaml' ? 'yaml' : 'json');
    return { dryRun: [], preconditions: {}, ...(decodeStruct(value, TYPE, []) as Partial<DeleteOptions>) };
  } catch (error) {
    if (error instanceof UnreadableBody || error instanceof DecodeError || error instanceof ProtobufError)
      throw new ApiProblem(badRequest(error.message));
    throw error;
  }
}

/** @throws UnreadableBody */
function read(bytes: Buffer, format: 'json' | 'yaml'): JsonObject {
  const { decoded } = readBody(bytes, format);
  const { kind, group, version } = withFallback(interpret(decoded), {
    kind: 'DeleteOptions',
    group: 'meta.k8s.io',
    version: 'v1',
  });
  if (version === '') throw new UnreadableBody(`Object 'apiVersion' is missing in '${utf8Text(bytes)}'`);
  if (kind === 'DeleteOptions') return isObject(decoded.value) ? decoded.value : {};
  const apiVersion = group === '' ? version : `${group}/${version}`;
  throw new UnreadableBody(
    UNVERSIONED.includes(kind) || (isRegisteredEverywhere(kind) && apiVersion === 'meta.k8s.io/v1')
      ? `converting (v1.${kind}) to (v1.DeleteOptions): unknown conversion`
      : `no kind ${quote(kind)} is registered for version ${quote(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`,
  );
}

/** Source: apimachinery ValidateDeleteOptions. */
function problems({ dryRun, orphanDependents, propagationPolicy }: DeleteOptions): FieldError[] {
  const field = 'propagationPolicy';
  const errors: FieldError[] = [];
  if (propagationPolicy !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set';
    if (orphanDependents !== undefined) errors.push(invalid(field, propagationPolicy, detail));
    if (!POLICIES.includes(propagationPolicy)) errors.push(unsupported(field, propagationPolicy, [...POLICIES, 'nil']));
  }
  return [...errors, ...dryRunErrors(dryRun)];
}
