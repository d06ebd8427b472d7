import { convertStruct } from '../../model/core/convert.ts';
import { DecodeError } from '../../model/core/decode.ts';
import { placeCore, withDefaults } from '../../model/core/read.ts';
import type { JsonObject } from '../../model/schema/types.ts';
import { notFound, plainFailure } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';
import { printedKind } from '../managed/atom.ts';
import { printedPatch } from '../managed/untyped.ts';
import { applied, type ApplyRules } from './apply.ts';
import { changeCore, type CoreContext, storeNewCore } from './core.ts';
import { warn } from './custom.ts';
import { dropRepeatedOwners } from './owners.ts';
import { checkRevision } from './preconditions.ts';
import { contextKey, type Outcome, subject } from './write.ts';

/** Server-side apply of an object of a core kind. Warnings are collected. @throws ApiProblem 400, 404, 409, 422, 500 */
export async function applyCore(context: CoreContext, bytes: Buffer, warnings: string[]): Promise<Outcome> {
  const { view, kind, namespace, name, subresource } = context;
  const rules: ApplyRules = {
    read(object, config) {
      try {
        return withDefaults(kind, convertStruct(object, kind.rules.type, []));
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        throw unconvertible(context, config, error.message);
      }
    },
    place: ({ metadata }) => placeCore(kind, metadata, namespace),
  };
  if (view.get(contextKey(context)) !== undefined)
    return changeCore(context, warnings, (current, own) => applied(context, current, bytes, own, rules));
  if (subresource !== '' && kind.rules.createsOnUpdate !== true) throw new ApiProblem(notFound(subject(kind, name)));
  const object = applied(context, undefined, bytes, warnings, rules);
  checkRevision(context, object, undefined);
  warn(warnings, dropRepeatedOwners(object.metadata, true));
  return storeNewCore(context, object, warnings, true);
}

/** Source: apimachinery managedfields structuredMergeManager.Apply. */
function unconvertible({ kind }: CoreContext, config: JsonObject, problem: string): ApiProblem {
  return new ApiProblem(
    plainFailure(
      `failed to convert new object (${printedPatch(kind, config)}) to proper version: unable to convert unstructured object to ${printedKind(kind)}: ${problem}`,
    ),
  );
}
