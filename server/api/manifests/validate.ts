import type { Verdict } from '../../contract/console.ts';
import { parseDocuments } from '../../model/documents.ts';
import { readText } from '../http/body.ts';
import { send } from '../http/send.ts';
import type { ObjectView } from '../objects/view.ts';
import { judge, whole } from './judge.ts';
import type { ManifestRequest } from './routes.ts';

/** POST /console/v1/validate: the verdict on a text of one document. */
export async function validateText({ view, request, response }: ManifestRequest): Promise<void> {
  send(response, 200, verdictOn(view, await readText(request)));
}

/** What the API would say to a text of one document. Never throws. */
function verdictOn(view: ObjectView, text: string): Verdict {
  const [document, second] = parseDocuments(text);
  if (document === undefined) {
    const message = 'the text is empty; write one manifest';
    const problem = { field: '', reason: 'BadRequest', message, line: 1, column: 1 };
    return { accepted: false, problems: [problem], warnings: [], notActing: [] };
  }
  const { allotter, end } = view.network.reserve(false);
  const { problems, warnings, object, kind, subject } = judge(view, document, { namespace: 'default', allotter });
  end();
  if (second !== undefined)
    problems.push(whole(second, 'there is more than one document here; import them, or keep one'));
  if (kind === undefined && problems.length === 0)
    problems.push(whole(document, `the kind ${kindText(subject)} is not served here`, 'NotFound'));
  const notActing = object === undefined ? [] : (kind?.notActing(object) ?? []);
  return {
    accepted: problems.length === 0,
    problems,
    warnings,
    notActing: notActing.map((field) => ({ ...field, line: document.locate(field.path)?.line ?? null })),
  };
}

/** `HTTPRoute.gateway.networking.k8s.io`. */
export function kindText({ group, kind }: { group: string; kind: string }): string {
  return group === '' ? kind : `${kind}.${group}`;
}
