import type { CoreKind } from '../../model/core/read.ts';
import { unsupportedMediaType } from '../../model/status.ts';
import type { CoreBody } from '../decode/core.ts';
import { mediaType } from '../http/body.ts';
import { readBytes } from '../http/read-body.ts';
import { ApiProblem } from '../http/problem.ts';
import { type CoreContext, createCore, replaceCore } from './core.ts';
import { patchCore } from './core-patch.ts';
import { applyCore } from './core-apply.ts';
import { CORE_PATCHES, patchOf } from './patch-types.ts';
import type { ResourceRequest } from './resources.ts';
import type { Outcome, WriteContext } from './write.ts';

const FORMATS: Record<string, CoreBody['format']> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/vnd.kubernetes.protobuf': 'protobuf',
};

/**
 * Writes an object of a core kind as a request asks for. What is wrong with a request is told in the order in which an API server looks
 * at it.
 * @param read gives the context of the write, from the query
 * @throws ApiProblem with the warnings so far
 */
export async function writeCore(
  { request }: ResourceRequest,
  kind: CoreKind,
  verb: 'create' | 'update' | 'patch',
  read: () => WriteContext,
): Promise<Outcome> {
  const type = request.headers['content-type'];
  const warnings: string[] = [];
  const context = (): CoreContext => ({ ...read(), kind });
  try {
    if (verb === 'create') {
      const format = formatOf(type);
      const bytes = await readBytes(request);
      return await createCore(context(), { bytes, format }, warnings);
    }
    if (verb === 'update') {
      const bytes = await readBytes(request);
      const write = context();
      return await replaceCore(write, { bytes, format: formatOf(type) }, warnings);
    }
    const patch = patchOf(CORE_PATCHES, type);
    const bytes = await readBytes(request);
    const write = context();
    return patch === 'apply' ? await applyCore(write, bytes, warnings) : await patchCore(write, patch, bytes, warnings);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    throw new ApiProblem(error.status, error.headers, [...warnings, ...error.warnings]);
  }
}

function formatOf(header: string | undefined): CoreBody['format'] {
  const type = mediaType(header);
  const format = type === '' ? 'json' : FORMATS[type ?? ''];
  if (format === undefined) throw new ApiProblem(unsupportedMediaType(Object.keys(FORMATS)));
  return format;
}
