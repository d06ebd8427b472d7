import { ageColumn, nameColumn, pathColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { gatewayClassSchema, type GatewayClassSpec } from './schema.ts';

/** gateway.networking.k8s.io/v1 GatewayClass. */
export const gatewayClass: Kind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  otherVersions: ['v1beta1'],
  kind: 'GatewayClass',
  plural: 'gatewayclasses',
  singular: 'gatewayclass',
  shortNames: ['gc'],
  categories: ['gateway-api'],
  namespaced: false,
  core: false,
  hasStatus: true,
  applyOrder: 20,
  description: 'Says which controller serves the Gateways that name it.',
  schema: gatewayClassSchema,
  columns: [
    nameColumn,
    pathColumn('Controller', '.spec.controllerName', 'Who serves the class.'),
    pathColumn('Accepted', '.status.conditions[?(@.type=="Accepted")].status', 'Whether the controller takes it.'),
    ageColumn,
    pathColumn('Description', '.spec.description', 'What the class is for.', 1),
  ],
  notActing: (item) =>
    (item.spec as GatewayClassSpec | undefined)?.parametersRef === undefined
      ? []
      : [
          {
            path: 'spec.parametersRef',
            message: 'Parameters are not read, and the class is not accepted while it names some; remove the field.',
          },
        ],
  examples: [
    {
      title: 'The class that this product serves',
      yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata:
  name: eg
spec:
  controllerName: gateway.envoyproxy.io/gatewayclass-controller
`,
    },
  ],
};
