import { ageColumn, conditionStatus, nameColumn, textColumn, textMember } from '../columns.ts';
import type { Kind } from '../kind.ts';
import { mapList, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';
import { pending } from '../shared/pending.ts';
import { groupName, kindName, namespaceName, objectName } from '../shared/scalars.ts';
import { conditions } from '../shared/status.ts';

const initialConditions = [pending('Accepted')];

const schema = object('A class of Gateways: says which controller serves them.', {
  ...envelope,
  spec: required(
    object('Who serves the class.', {
      controllerName: required(
        string('The controller, as a domain and a path. It cannot be changed.', {
          minLength: 1,
          maxLength: 253,
          pattern:
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
          rules: [rule('Value is immutable', 'self == oldSelf')],
        }),
      ),
      description: string('What the class is for, in a few words.', { maxLength: 64 }),
      parametersRef: object('An object with settings of the controller.', {
        group: required(groupName('API group of the object; empty for the core group.')),
        kind: required(kindName('Kind of the object.')),
        name: required(objectName('Name of the object.')),
        namespace: namespaceName('Namespace of the object; none for a cluster-scoped one.'),
      }),
    }),
  ),
  status: withDefault(
    { conditions: initialConditions },
    object('State of the class.', {
      conditions: withDefault(initialConditions, conditions),
      supportedFeatures: mapList(
        'Features of the Gateway API that the controller has.',
        ['name'],
        object('A feature.', { name: required(string('Name of the feature.')) }),
        { maxItems: 64 },
      ),
    }),
  ),
});

export type GatewayClassObject = Infer<typeof schema>;

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
  schema,
  columns: [
    nameColumn,
    textColumn('Controller', 'Who serves the class.', (item) => textMember(item.spec, 'controllerName')),
    textColumn('Accepted', 'Whether the controller takes it.', (item) => conditionStatus(item, 'Accepted')),
    ageColumn,
    textColumn('Description', 'What the class is for.', (item) => textMember(item.spec, 'description'), 1),
  ],
  notActing: (item) =>
    (item.spec as GatewayClassObject['spec'] | undefined)?.parametersRef === undefined
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
