'use client';

import { Link } from '../ui/Link.tsx';
import type { ObjectKey } from '../../server/model/object.ts';
import type { Path } from '../editor/values.ts';
import { pageKind, pageOf, yamlPageOf } from '../live/kinds.ts';
import { useFieldLine } from '../live/queries.ts';

/** The line at which a field of an object stands, as a link to it; nothing until it is known. `before` stands in front of it. */
export function LineLink({ objectKey, path, before = '' }: { objectKey: ObjectKey; path: Path; before?: string }) {
  const line = useFieldLine(objectKey, fieldText(path));
  if (line === null || line === undefined) return null;
  const tab = pageKind(objectKey.kind)?.page === undefined ? yamlPageOf(objectKey) : `${pageOf(objectKey)}?tab=yaml`;
  return (
    <>
      {before}
      <Link href={`${tab}${tab.includes('?') ? '&' : '?'}line=${line}`}>line {line}</Link>
    </>
  );
}

/** A path as the API writes it. */
function fieldText(path: Path): string {
  return path
    .map((step, i) => (typeof step === 'number' || /[.[\]]/.test(step) ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('');
}
