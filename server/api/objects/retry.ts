import type { StoredObject } from '../../model/object.ts';
import { conflict, notFound } from '../../model/status.ts';
import { StoreConflict } from '../../store/types.ts';
import { ApiProblem } from '../http/problem.ts';
import { contextKey, type Outcome, subject, type WriteContext } from './write.ts';

/** How often a change is tried again when another write came first. */
const ATTEMPTS = 10;

/**
 * Writes a change of an object; when another write came first, once more from its result. Warnings are those of the last attempt.
 * @param write stores what becomes of the object
 * @throws ApiProblem 404, 409, and what `write` throws
 */
export async function retrying(
  context: WriteContext,
  warnings: string[],
  write: (current: StoredObject, warnings: string[]) => Promise<Outcome>,
): Promise<Outcome> {
  const { view, kind, name } = context;
  const key = contextKey(context);
  for (let attempt = 1; ; attempt += 1) {
    const current = view.get(key);
    if (current === undefined) throw new ApiProblem(notFound(subject(kind, name)));
    const own = [...warnings];
    try {
      const outcome = await write(current, own);
      warnings.push(...own.slice(warnings.length));
      return outcome;
    } catch (error) {
      if (!(error instanceof StoreConflict)) {
        warnings.push(...own.slice(warnings.length));
        throw error;
      }
      if (attempt === ATTEMPTS) throw new ApiProblem(conflict(subject(kind, name)));
    }
  }
}
