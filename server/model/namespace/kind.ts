import { ageColumn, nameColumn, textColumn, textMember } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { namespaceRules } from './rules.ts';
import { namespaceSchema } from './schema.ts';

/** core/v1 Namespace. */
export const namespace: Kind = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  categories: [],
  namespaced: false,
  core: true,
  hasStatus: true,
  selectableFields: ['status.phase'],
  noDeleteCollection: true,
  applyOrder: 10,
  description: 'Groups objects; names are unique in it, and listeners can admit routes by its labels.',
  schema: namespaceSchema,
  nameForm: 'label',
  columns: [
    nameColumn,
    textColumn('Status', 'Active, or Terminating while it is being deleted.', (item) =>
      textMember(item.status, 'phase'),
    ),
    ageColumn,
  ],
  rules: namespaceRules,
  notActing: () => [],
  examples: [
    {
      title: 'A namespace that listeners can select',
      yaml: `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    exposed: "true"
`,
    },
  ],
};
