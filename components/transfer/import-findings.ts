import { parseDocuments } from '../../server/model/documents.ts';
import { groupVersion, type KubeObject } from '../../server/model/object.ts';
import { findKind } from '../../server/model/registry.ts';
import { editedAmong, findingsOf, translated, withObjects, type Surroundings } from '../editor/world.ts';
import type { Finding } from '../overview/finding.ts';

/** Problems that begin and end when a text is imported. */
export interface ImportFindings {
  introduced: Finding[];
  fixed: Finding[];
}

/** Compares the findings now with those after all documents of a text that the API takes. Pure. */
export function importFindings(text: string, around: Surroundings, now: string): ImportFindings {
  const added: KubeObject[] = [];
  for (const { value } of parseDocuments(text)) {
    const { apiVersion, kind: name } = (value ?? {}) as { apiVersion?: unknown; kind?: unknown };
    if (typeof apiVersion !== 'string' || typeof name !== 'string') continue;
    const kind = findKind(groupVersion(apiVersion).group, name);
    const edited = kind && editedAmong(kind, value, around.objects, now);
    if (edited?.accepted) added.push(edited.object);
  }
  const objects = withObjects(around.objects, added);
  const was = findingsOf(translated(around.objects, around, now), around.objects);
  const is = findingsOf(translated(objects, around, now), objects);
  return {
    introduced: [...is.values()].filter(({ id }) => !was.has(id)),
    fixed: [...was.values()].filter(({ id }) => !is.has(id)),
  };
}
