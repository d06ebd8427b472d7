import { ageColumn, nameColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { atomicList, object, required } from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';
import { groupName, kindName, namespaceName, objectName } from '../shared/scalars.ts';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

const schema = object('Lets objects of other namespaces refer to objects of this one.', {
  ...envelope,
  spec: required(
    object('Who may refer to what.', {
      from: required(
        atomicList(
          'Who may refer; any one of them is enough.',
          object('Objects of one kind in one namespace.', {
            group: required(groupName('API group of the referring objects; empty for the core group.')),
            kind: required(kindName('Kind of the referring objects, such as HTTPRoute.')),
            namespace: required(namespaceName('Namespace of the referring objects.')),
          }),
          { minItems: 1, maxItems: 16 },
        ),
      ),
      to: required(
        atomicList(
          'What may be referred to, in the namespace of this grant.',
          object('Objects of one kind.', {
            group: required(groupName('API group of the objects; empty for the core group.')),
            kind: required(kindName('Kind of the objects, such as Service.')),
            name: objectName('Name of one object; all of the kind where absent.'),
          }),
          { minItems: 1, maxItems: 16 },
        ),
      ),
    }),
  ),
});

export type ReferenceGrantObject = Infer<typeof schema>;

/** The references that are followed at all: routes to Services. */
function notActing(item: KubeObject) {
  const { from = [], to = [] } = (item.spec ?? {}) as Partial<ReferenceGrantObject['spec']>;
  return [
    ...from.flatMap(({ group, kind }, index) =>
      group === GATEWAY_GROUP && kind === 'HTTPRoute'
        ? []
        : [
            {
              path: `spec.from[${index}]`,
              message: `No references of ${kind} are followed; only HTTPRoutes refer across namespaces.`,
            },
          ],
    ),
    ...to.flatMap(({ group, kind }, index) =>
      group === '' && kind === 'Service'
        ? []
        : [
            {
              path: `spec.to[${index}]`,
              message: `No references to ${kind} are followed; only Services serve as backends.`,
            },
          ],
    ),
  ];
}

/** gateway.networking.k8s.io/v1 ReferenceGrant. */
export const referenceGrant: Kind = {
  group: GATEWAY_GROUP,
  version: 'v1',
  otherVersions: ['v1beta1'],
  kind: 'ReferenceGrant',
  plural: 'referencegrants',
  singular: 'referencegrant',
  shortNames: ['refgrant'],
  categories: ['gateway-api'],
  namespaced: true,
  core: false,
  hasStatus: false,
  applyOrder: 60,
  description: 'Lets routes of other namespaces use the backends of this one.',
  schema,
  columns: [nameColumn, ageColumn],
  notActing,
  examples: [
    {
      title: 'Routes of one namespace may use the Services of another',
      yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: ReferenceGrant
metadata:
  name: routes-to-services
  namespace: shop
spec:
  from:
    - group: gateway.networking.k8s.io
      kind: HTTPRoute
      namespace: default
  to:
    - group: ""
      kind: Service
`,
    },
  ],
};
