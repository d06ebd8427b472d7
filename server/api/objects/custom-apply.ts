import { placeInNamespace } from '../../model/admission.ts';
import { appliedProblem, readApplied } from '../../model/custom/read.ts';
import { findKind } from '../../model/registry.ts';
import { notFound, plainFailure } from '../../model/status.ts';
import { ApiProblem } from '../http/problem.ts';
import { applied, type ApplyRules } from './apply.ts';
import { changeCustom, storeNew, warn } from './custom.ts';
import { dropRepeatedOwners } from './owners.ts';
import { readRevision } from './preconditions.ts';
import { contextKey, type Outcome, subject, type WriteContext } from './write.ts';

/** Server-side apply of a custom resource. Warnings are collected. @throws ApiProblem 400, 404, 409, 422, 500 */
export async function applyCustom(request: WriteContext, bytes: Buffer, warnings: string[]): Promise<Outcome> {
  const { view, kind, namespace, name, subresource } = request;
  const converted = kind.version !== (kind.clusterVersion ?? findKind(kind.group, kind.kind)?.version);
  let problem: string | undefined;
  const context: WriteContext = {
    ...request,
    unstorable: () => (problem === undefined ? undefined : plainFailure(problem)),
  };
  const rules: ApplyRules = {
    read(object) {
      // a write to the status leaves the metadata alone
      if (converted && subresource === '') problem = appliedProblem(object);
      return readApplied(kind, object);
    },
    place: ({ metadata }) => placeInNamespace(kind, metadata, namespace),
  };
  if (view.get(contextKey(context)) !== undefined)
    return changeCustom(context, warnings, (current, own) => applied(context, current, bytes, own, rules));
  if (subresource === 'status') throw new ApiProblem(notFound(subject(kind, name)));
  const object = applied(context, undefined, bytes, warnings, rules);
  readRevision(object.metadata.resourceVersion);
  warn(warnings, dropRepeatedOwners(object.metadata, true));
  return storeNew(context, object, warnings, 'Apply');
}
