import { utf8Text } from '../decode/utf8.ts';
import { applyObject, readConfig } from './patch.ts';
import type { Outcome, WriteContext } from './write.ts';

/** Server-side apply of a custom resource. */
export async function applyCustom(context: WriteContext, bytes: Buffer, warnings: string[]): Promise<Outcome> {
  const outcome = await applyObject(context, readConfig(utf8Text(bytes)));
  warnings.push(...outcome.warnings);
  return outcome;
}
