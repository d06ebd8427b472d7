// What a strategy is given, and what it makes of it.
import { apiVersionOf } from '../../server/model/api-version.ts';
import type { Kind } from '../../server/model/kind.ts';
import type { Dice } from '../dice.ts';
import type { Step } from './ask.ts';
import { copyOf, type Draft, type DraftObject, isDraftObject } from './values.ts';

/** Requests that are played one after the other. */
export interface Case {
  title: string;
  steps: Step[];
}

/** What a case is made of. */
export interface Ground {
  kind: Kind;
  /** Manifests of the kind to start from. */
  manifests: readonly DraftObject[];
  /** Those that both servers take. */
  accepted: readonly DraftObject[];
  namespace: string;
  /** Name of the object, of this case alone. */
  name: string;
  roll: Dice;
}

export type Strategy = (ground: Ground) => Case;

/** Path of the kind, or of the object; sometimes in another version. */
export function pathOf({ kind, namespace, roll }: Ground, name = '', subresource = ''): string {
  const version = roll.chance(0.1) ? roll.pick([kind.version, ...(kind.otherVersions ?? [])]) : kind.version;
  const place = kind.namespaced ? `/namespaces/${namespace}` : '';
  const tail = [name, subresource].filter((part) => part !== '').map((part) => `/${part}`);
  return `/apis/${kind.group}/${version}${place}/${kind.plural}${tail.join('')}`;
}

/** Query of a write, by chance. */
export function query(roll: Dice, more: Record<string, string> = {}): string {
  const parts = Object.entries(more).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  const validation = roll.pick(['', '', 'Strict', 'Warn', 'Ignore']);
  if (validation !== '') parts.push(`fieldValidation=${validation}`);
  if (roll.chance(0.1)) parts.push('dryRun=All');
  if (roll.chance(0.05) && more.fieldManager === undefined) parts.push('fieldManager=someone');
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** A manifest under the name of this case. */
export function manifest({ kind, manifests, namespace, name, roll }: Ground, from = manifests): DraftObject {
  const document = copyOf(roll.pick(from) as Draft) as DraftObject;
  const { labels, annotations } = isDraftObject(document.metadata) ? document.metadata : {};
  const said = {
    ...(isDraftObject(labels) ? { labels } : {}),
    ...(isDraftObject(annotations) ? { annotations } : {}),
  };
  return {
    ...document,
    apiVersion: apiVersionOf(kind),
    metadata: { name, ...(kind.namespaced && roll.chance(0.7) ? { namespace } : {}), ...said },
  };
}
