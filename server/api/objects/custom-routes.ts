import { unsupportedMediaType } from '../../model/status.ts';
import { mediaType } from '../http/body.ts';
import { readBytes } from '../http/read-body.ts';
import type { Body } from '../decode/custom.ts';
import { ApiProblem } from '../http/problem.ts';
import { createCustom, replaceCustom } from './custom.ts';
import { applyCustom } from './custom-apply.ts';
import { patchCustom } from './custom-patch.ts';
import { CUSTOM_PATCHES, patchOf } from './patch-types.ts';
import type { ResourceRequest } from './resources.ts';
import type { Outcome, WriteContext } from './write.ts';

/** What an API server says that it takes for custom resources; protobuf it does not. */
const BODIES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/**
 * Writes a custom resource as a request asks for. What is wrong with a request is told in the order in which an API server looks at it.
 * @param read gives the context of the write, from the query
 * @throws ApiProblem with the warnings so far
 */
export async function writeCustom(
  { request }: ResourceRequest,
  verb: 'create' | 'update' | 'patch',
  read: () => WriteContext,
): Promise<Outcome> {
  const type = request.headers['content-type'];
  const warnings: string[] = [];
  try {
    if (verb === 'create') {
      const format = formatOf(type);
      const bytes = await readBytes(request);
      return await createCustom(read(), { bytes, format }, warnings);
    }
    if (verb === 'update') {
      const bytes = await readBytes(request);
      const context = read();
      return await replaceCustom(context, { bytes, format: formatOf(type) }, warnings);
    }
    const patch = patchOf(CUSTOM_PATCHES, type);
    const bytes = await readBytes(request);
    const context = read();
    return patch === 'apply'
      ? await applyCustom(context, bytes, warnings)
      : await patchCustom(context, patch, bytes, warnings);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    throw new ApiProblem(error.status, error.headers, [...warnings, ...error.warnings]);
  }
}

function formatOf(header: string | undefined): Body['format'] {
  const type = mediaType(header);
  if (type === '' || type === 'application/json') return 'json';
  if (type === 'application/yaml') return 'yaml';
  throw new ApiProblem(unsupportedMediaType(BODIES));
}
