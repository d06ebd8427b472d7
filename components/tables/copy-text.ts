import type { AuthoredText } from '../../server/contract/console.ts';
import type { ObjectKey } from '../../server/model/object.ts';
import { api } from '../live/api.ts';
import { textPathOf } from '../live/kinds.ts';
import { notify } from '../ui/layers.ts';

/** Copies the text of an object as it was written. */
export async function copyText(key: ObjectKey): Promise<void> {
  try {
    const { text } = await api<AuthoredText>('GET', textPathOf(key));
    await navigator.clipboard.writeText(text);
    notify('YAML copied.');
  } catch (failure) {
    notify(`Nothing was copied: ${failure instanceof Error ? failure.message : String(failure)}`, 'bad');
  }
}
