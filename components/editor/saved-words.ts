import type { AuthoredText } from '../../server/contract/console.ts';
import { lastManager } from '../routes/route-facts.ts';
import { agoText } from '../ui/age.ts';

/** When an object was last written and by which program, as the API keeps it: `, saved 9 d ago by kubectl`; '' where it does not say. */
export function savedWords(authored: AuthoredText | null): string {
  if (!authored) return '';
  const writes = (authored.object.metadata.managedFields ?? []) as { time?: string; subresource?: string }[];
  const last = writes.flatMap(({ time, subresource }) => (time && subresource !== 'status' ? [Date.parse(time)] : []));
  const by = lastManager(authored.object);
  return last.length === 0 || by === null ? '' : `, saved ${agoText(Date.now() - Math.max(...last))} ago by ${by}`;
}
