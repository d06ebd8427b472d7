import type { Kind } from '../../model/kind.ts';
import type { KubeObject } from '../../model/object.ts';

/** One warning for each field that is kept but that the bundled proxy does not act on, so that nothing is left out silently. */
export function notActingWarnings(kind: Kind, object: KubeObject): string[] {
  return kind.notActing(object).map(({ path, message }) => `${path}: ${message}`);
}
