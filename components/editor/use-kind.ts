'use client';

import { useQuery } from '@tanstack/react-query';
import type { FieldPath, FormField } from '../../server/model/form-fields.ts';
import type { Kind } from '../../server/model/kind.ts';
import type { KubeObject } from '../../server/model/object.ts';
import { pageKind } from '../live/kinds.ts';
import type { Remedy } from './remedies.ts';
import type { Path } from './values.ts';

/** What the editor knows about a kind. */
export interface KindHelp {
  kind: Kind;
  /** JSON Schema for completion and hover. */
  schema: object;
  /** What a form needs to ask for the field at a path; undefined for what no schema knows. */
  field: (path: FieldPath) => FormField | undefined;
  /** Names of the members of the object at a path, in the order of the schema. */
  members: (path: FieldPath) => readonly string[];
  /** Reads what a text says as the API would store it; undefined for what does not fit the schema. */
  read: (value: unknown) => KubeObject | undefined;
  /** Where a refusal of a whole block comes from, and ways out. */
  remedyFor: (value: unknown, refusal: { field: string; message: string }) => Remedy | null;
  /** With which choices beside it the API takes a field; empty where that is no question. */
  worksWith: (value: unknown, path: Path) => string[];
}

/** Everything about a kind, loaded when an editor opens, since it is more than other pages need. */
export function useKindHelp(name: string): KindHelp | undefined {
  return useQuery({
    queryKey: ['kind', name.toLowerCase()],
    queryFn: async (): Promise<KindHelp> => {
      const [{ findKind }, { jsonSchemaOf }, { formField, schemaAt }, { readObject }, { remedyFor, worksWith }] =
        await Promise.all([
          import('../../server/model/registry.ts'),
          import('../../server/model/json-schema.ts'),
          import('../../server/model/form-fields.ts'),
          import('../../server/model/zod.ts'),
          import('./remedies.ts'),
        ]);
      const known = pageKind(name);
      const kind = findKind(known?.group ?? '', known?.kind ?? name);
      if (!kind) throw new Error(`This product does not serve the kind ${name}.`);
      return {
        kind,
        schema: jsonSchemaOf(kind),
        field: (path) => formField(kind.schema, path),
        members: (path) => {
          const at = schemaAt(kind.schema, path);
          return at?.type === 'object' ? Object.keys(at.properties) : [];
        },
        read: (value) => readObject(kind, value),
        worksWith: (value, path) => worksWith(kind, value, path),
        remedyFor: (value, refusal) => remedyFor(kind, value, refusal),
      };
    },
  }).data;
}
