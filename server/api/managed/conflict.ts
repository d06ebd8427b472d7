import { quote } from '../../model/schema/field-error.ts';
import { compareTexts } from '../../model/schema/go-json.ts';
import type { Status } from '../../model/status.ts';
import { failure } from '../http/problem.ts';
import { identityOf, type Manager } from './entries.ts';
import { inOrder, type PathSet, shown } from './paths.ts';

/** Fields of somebody else that an apply would change. */
export interface FieldConflict {
  manager: Manager;
  paths: PathSet;
}

/** What is said of conflicts. Source: apimachinery managedfields NewConflictError. */
export function conflictStatus(conflicts: readonly FieldConflict[]): Status {
  const groups = conflicts
    .toSorted((a, b) => compareTexts(identityOf(a.manager), identityOf(b.manager)))
    .map(({ manager, paths }) => ({ who: printed(manager), fields: inOrder(paths).map(shown) }));
  const causes = groups.flatMap(({ who, fields }) =>
    fields.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const text =
    causes.length === 1
      ? groups.map(({ who, fields }) => `conflict with ${who}: ${fields.join('')}`).join('')
      : groups
          .map(({ who, fields }) => [`conflicts with ${who}:`, ...fields.map((field) => `- ${field}`)].join('\n'))
          .join('\n');
  const head = `Apply failed with ${causes.length} conflict${causes.length === 1 ? '' : 's'}`;
  return failure(409, 'Conflict', `${head}: ${text}`, { causes });
}

function printed({ name, operation, subresource, apiVersion }: Manager): string {
  const who = subresource === '' ? quote(name) : `${quote(name)} with subresource ${quote(subresource)}`;
  return operation === 'Update' ? `${who} using ${apiVersion}` : who;
}
