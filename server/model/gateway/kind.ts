import { ageColumn, nameColumn, pathColumn } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { gatewayNotActing } from './not-acting.ts';
import { gatewaySchema } from './schema.ts';

/** gateway.networking.k8s.io/v1 Gateway. */
export const gateway: Kind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  otherVersions: ['v1beta1'],
  kind: 'Gateway',
  plural: 'gateways',
  singular: 'gateway',
  shortNames: ['gtw'],
  categories: ['gateway-api'],
  namespaced: true,
  core: false,
  hasStatus: true,
  applyOrder: 50,
  description: 'A point at which traffic enters; routes attach to its listeners.',
  schema: gatewaySchema,
  columns: [
    nameColumn,
    pathColumn('Class', '.spec.gatewayClassName', 'The GatewayClass that serves it.'),
    pathColumn('Address', '.status.addresses[*].value', 'Its first address.'),
    pathColumn(
      'Programmed',
      '.status.conditions[?(@.type=="Programmed")].status',
      'Whether the proxy takes traffic for it.',
    ),
    ageColumn,
  ],
  notActing: gatewayNotActing,
  examples: [
    {
      title: 'A Gateway with one HTTP listener',
      yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: eg
  namespace: default
spec:
  gatewayClassName: eg
  listeners:
    - name: http
      protocol: HTTP
      port: 80
`,
    },
    {
      title: 'A listener for all hosts of a domain, open to chosen namespaces',
      yaml: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: shared
  namespace: default
spec:
  gatewayClassName: eg
  listeners:
    - name: shops
      hostname: "*.example.com"
      protocol: HTTP
      port: 8080
      allowedRoutes:
        namespaces:
          from: Selector
          selector:
            matchLabels:
              exposed: "true"
`,
    },
  ],
};
