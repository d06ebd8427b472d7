import type { IncomingMessage } from 'node:http';
import { DecodeError, decodeStruct } from '../../model/core/decode.ts';
import { bool, type GoStruct, int64, list, pointer, struct, text } from '../../model/core/go-types.ts';
import { type FieldError, invalid, unsupported } from '../../model/schema/field-error.ts';
import { isObject } from '../../model/schema/normalize.ts';
import { badRequest, invalidObject } from '../../model/status.ts';
import { HEAD } from '../decode/custom.ts';
import { readObject } from '../http/body.ts';
import { jsonTypeName } from '../http/go-json.ts';
import { integer } from '../http/list-options.ts';
import { flag } from '../http/options.ts';
import { ApiProblem } from '../http/problem.ts';

/** What must hold of an object that is deleted. */
export interface Preconditions {
  uid?: string;
  resourceVersion?: string;
}

/** How an object is deleted. */
export interface DeleteOptions {
  dryRun: boolean;
  preconditions: Preconditions;
  /** Finalizer that a garbage collector would have to take off; null for none. */
  finalizer: 'foregroundDeletion' | 'orphan' | null;
}

interface Said {
  dryRun?: string[];
  preconditions?: Preconditions;
  propagationPolicy?: string;
  orphanDependents?: boolean;
}

/** Source: meta/v1 DeleteOptions. */
const DELETE_OPTIONS: GoStruct = {
  type: 'struct',
  name: 'v1.DeleteOptions',
  fields: {
    kind: text(),
    apiVersion: text(),
    gracePeriodSeconds: pointer(int64),
    preconditions: pointer(
      struct('v1.Preconditions', { uid: pointer(text('types.UID')), resourceVersion: pointer(text()) }),
    ),
    orphanDependents: pointer(bool),
    propagationPolicy: pointer(text('v1.DeletionPropagation')),
    dryRun: list(text()),
    ignoreStoreReadErrorWithClusterBreakingPotential: pointer(bool),
  },
};
const POLICIES = ['Foreground', 'Background', 'Orphan'];

/** Reads DeleteOptions: the body, or the query where there is no body. @throws ApiProblem 400, 413, 415, 422 */
export async function readDeleteOptions(request: IncomingMessage, query: URLSearchParams): Promise<DeleteOptions> {
  const length = request.headers['content-length'] ?? (request.headers['transfer-encoding'] === undefined ? '0' : '');
  const said = length === '0' ? fromQuery(query) : await fromBody(request);
  const { dryRun = [], preconditions = {}, propagationPolicy: policy, orphanDependents: orphan } = said;
  const errors: FieldError[] = [];
  if (orphan !== undefined && policy !== undefined)
    errors.push(invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set'));
  if (policy !== undefined && !POLICIES.includes(policy))
    errors.push(unsupported('propagationPolicy', policy, [...POLICIES, 'nil']));
  if (dryRun.some((value) => value !== 'All')) errors.push(unsupported('dryRun', dryRun, ['All']));
  if (errors.length > 0)
    throw new ApiProblem(invalidObject({ group: 'meta.k8s.io', resource: 'DeleteOptions', name: '' }, errors));
  const finalizer =
    policy === 'Foreground' ? 'foregroundDeletion' : policy === 'Orphan' || orphan === true ? 'orphan' : null;
  return { dryRun: dryRun.length > 0, preconditions, finalizer };
}

function fromQuery(query: URLSearchParams): Said {
  integer(query, 'gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  return {
    dryRun: query.getAll('dryRun'),
    ...(policy === null ? {} : { propagationPolicy: policy }),
    ...(query.has('orphanDependents') ? { orphanDependents: flag(query, 'orphanDependents') } : {}),
  };
}

async function fromBody(request: IncomingMessage): Promise<Said> {
  const { value } = await readObject(request, 'DeleteOptions');
  if (value !== null && !isObject(value))
    throw new ApiProblem(
      badRequest(
        `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonTypeName(value)} into Go value of type ${HEAD}`,
      ),
    );
  try {
    const options = decodeStruct(value ?? {}, DELETE_OPTIONS, []) as Said & {
      kind?: string;
      apiVersion?: string;
    };
    if (options.kind !== undefined && options.kind !== 'DeleteOptions')
      throw new ApiProblem(
        badRequest(
          `no kind "${options.kind}" is registered for version "${options.apiVersion ?? 'v1'}" in scheme "pkg/runtime/scheme.go:111"`,
        ),
      );
    return options;
  } catch (error) {
    if (error instanceof DecodeError) throw new ApiProblem(badRequest(error.message));
    throw error;
  }
}
