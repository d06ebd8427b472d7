'use client';

import { useQuery } from '@tanstack/react-query';
import type { Kind } from '../../server/model/kind.ts';
import { pageKind } from '../live/kinds.ts';

/** What the editor knows about a kind. */
export interface KindHelp {
  kind: Kind;
  /** JSON Schema for completion and hover. */
  schema: object;
}

/** Everything about a kind, loaded when an editor opens, since it is more than other pages need. */
export function useKindHelp(name: string): KindHelp | undefined {
  return useQuery({
    queryKey: ['kind', name.toLowerCase()],
    queryFn: async (): Promise<KindHelp> => {
      const [{ findKind }, { jsonSchemaOf }] = await Promise.all([
        import('../../server/model/registry.ts'),
        import('../../server/model/json-schema.ts'),
      ]);
      const known = pageKind(name);
      const kind = findKind(known?.group ?? '', known?.kind ?? name);
      if (!kind) throw new Error(`This product does not serve the kind ${name}.`);
      return { kind, schema: jsonSchemaOf(kind) };
    },
  }).data;
}
