import { ageColumn, nameColumn, textColumn, textMember } from '../columns.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { list, mapList, object, required, string } from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';

const schema = object('A namespace: names of objects are unique in it.', {
  ...envelope,
  spec: object('How the namespace is ended.', {
    finalizers: list('What must be cleaned up before the namespace goes.', string('Name of a cleaner.')),
  }),
  status: object('Where the namespace is in its life.', {
    phase: string('Active, or Terminating while it is being deleted.'),
    conditions: mapList(
      'What is known about its deletion.',
      ['type'],
      object('What is known in one respect.', {
        type: required(string('What it is about.')),
        status: required(string('True, False or Unknown.')),
        lastTransitionTime: string('When the status last changed.', { format: 'date-time' }),
        reason: string('A word that says why.'),
        message: string('A sentence for people.'),
      }),
    ),
  }),
});

export type NamespaceObject = Infer<typeof schema>;

/** The label by which selectors find a namespace by its name. Source: core/v1 LabelMetadataName. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** What the API server fills in; only the finalize subresource, which nobody needs here, changes the finalizers of a namespace. */
function prepare(written: KubeObject, old: KubeObject | undefined): KubeObject {
  const { name, labels } = written.metadata;
  const metadata =
    name === undefined ? written.metadata : { ...written.metadata, labels: { ...labels, [NAME_LABEL]: name } };
  const status = written.status as NamespaceObject['status'];
  return {
    ...written,
    metadata,
    spec: old?.spec ?? { finalizers: finalizersOf(written.spec as NamespaceObject['spec']) },
    status: { ...status, phase: status?.phase ?? 'Active' },
  };
}

function finalizersOf(spec: NamespaceObject['spec']): string[] {
  const written = spec?.finalizers ?? [];
  return written.includes('kubernetes') ? written : [...written, 'kubernetes'];
}

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
  applyOrder: 10,
  description: 'Groups objects; names are unique in it, and listeners can admit routes by its labels.',
  schema,
  nameForm: 'label',
  columns: [
    nameColumn,
    textColumn('Status', 'Active, or Terminating while it is being deleted.', (item) =>
      textMember(item.status, 'phase'),
    ),
    ageColumn,
  ],
  prepare,
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
