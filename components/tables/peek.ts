import { keyFor, pageKind } from '../live/kinds.ts';
import type { ObjectKey } from '../../server/model/object.ts';

/** An object in the URL's `peek`: `httproute/NAMESPACE/NAME`, `-` for no namespace. */
export function peekText(key: Pick<ObjectKey, 'kind' | 'namespace' | 'name'>): string {
  return `${key.kind.toLowerCase()}/${key.namespace || '-'}/${key.name}`;
}

/** Reads `peek`; null where it names no object. */
export function peekKey(text: string | null): ObjectKey | null {
  const [kind = '', namespace = '', name = '', more] = (text ?? '').split('/');
  const known = pageKind(kind);
  if (known === undefined || name === '' || more !== undefined) return null;
  return keyFor(known.kind, namespace === '-' ? '' : namespace, name);
}
