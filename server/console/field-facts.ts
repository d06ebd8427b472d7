import type { FieldFacts } from '../contract/console.ts';
import { parseFieldPath } from '../model/field-path.ts';
import { formField } from '../model/form-fields.ts';
import { kinds } from '../model/registry.ts';
import { HttpProblem } from './http.ts';

/** So many fields are told of at once: more than any kind has. */
const MOST = 500;

/**
 * What the schema of a kind says of fields, so that pages need no schemas.
 * @param paths such as `spec.timeout.http.requestTimeout` or `spec.retry.retryOn.triggers[0]`; those that no schema knows are left out
 * @throws HttpProblem 404
 */
export function fieldFacts(name: string, paths: readonly string[]): Record<string, FieldFacts> {
  const kind = kinds.find((one) => one.kind.toLowerCase() === name.toLowerCase());
  if (kind === undefined) throw new HttpProblem(404, 'NotFound', `the kind ${name} is not served`);
  const facts: Record<string, FieldFacts> = {};
  for (const path of paths.slice(0, MOST)) {
    const field = formField(kind.schema, parseFieldPath(path));
    if (field !== undefined)
      facts[path] = {
        description: field.description,
        ...(field.default === undefined ? {} : { default: field.default }),
      };
  }
  return facts;
}
