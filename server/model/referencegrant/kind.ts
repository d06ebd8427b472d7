import { ageColumn, nameColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { referenceGrantSchema, type ReferenceGrantSpec } from './schema.ts';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** The references that are followed at all: routes to Services. */
function notActing(item: KubeObject) {
  const { from = [], to = [] } = (item.spec ?? {}) as Partial<ReferenceGrantSpec>;
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
  clusterVersion: 'v1beta1',
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
  schema: referenceGrantSchema,
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
