import { mapList, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';
import { pending } from '../shared/pending.ts';
import { groupName, kindName, namespaceName, objectName } from '../shared/scalars.ts';
import { conditions } from '../shared/status.ts';

const initialConditions = [pending('Accepted')];

/** `spec` of a GatewayClass. */
export const gatewayClassSpec = object('Who serves the class.', {
  controllerName: required(
    string('The controller, as a domain and a path. It cannot be changed.', {
      minLength: 1,
      maxLength: 253,
      wanted: 'a domain and a path, such as example.com/controller',
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
});

/** GatewayClass without metadata. */
export const gatewayClassSchema = object('A class of Gateways: says which controller serves them.', {
  ...envelope,
  spec: required(gatewayClassSpec),
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

/** `spec` of an admitted GatewayClass. */
export type GatewayClassSpec = Infer<typeof gatewayClassSpec>;
