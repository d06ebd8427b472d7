import { kinds } from '../server/model/registry.ts';
import { indexPage, pageName, referencePage } from './docs.reference.ts';

/** All reference pages by file name. */
export function referencePages(): Map<string, string> {
  return new Map([
    ['README.md', indexPage(kinds)],
    ...kinds.map((kind): [string, string] => [pageName(kind), referencePage(kind)]),
  ]);
}
