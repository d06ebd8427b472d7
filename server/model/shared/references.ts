import { has, implies } from '../schema/logic.ts';
import { int32, labelled, object, required, rule, withDefault } from '../schema/dsl.ts';
import { groupName, kindName, namespaceName, objectName, port, subdomain } from './scalars.ts';

/** An object (usually a Gateway) that a route attaches to. */
export const parentReference = object('A parent, usually a Gateway.', {
  group: withDefault('gateway.networking.k8s.io', groupName('API group of the parent.')),
  kind: withDefault('Gateway', kindName('Kind of the parent.', ['Gateway', 'ListenerSet', 'Service'])),
  namespace: namespaceName('Namespace of the parent; that of the referring object where absent.'),
  name: required(objectName('Name of the parent.')),
  sectionName: labelled('Listener', subdomain('Name of one listener of the parent; all listeners where absent.')),
  port: port('Only listeners on this port.'),
});

const backendProperties = {
  group: withDefault('', groupName('API group of the backend; empty for the core group.')),
  kind: withDefault('Service', kindName('Kind of the backend.', ['Service', 'ServiceImport', 'Backend'])),
  namespace: namespaceName('Namespace of the backend; another than that of the route needs a ReferenceGrant.'),
  name: required(objectName('Name of the backend.')),
  port: port('Port of the backend; a Service needs one.'),
} as const;

const portRule = rule(
  'Must have port for Service reference',
  implies("self.group == '' && self.kind == 'Service'", has('port')),
);

/** A backend that gets requests, without weight. */
export const backendObjectReference = object('The backend.', backendProperties, { rules: [portRule] });

/** What every weighted backend of a route has. */
export const weightedBackendProperties = {
  ...backendProperties,
  weight: withDefault(
    1,
    int32('Its part of the requests, relative to the sum of all weights of the rule; 0 takes none.', {
      minimum: 0,
      maximum: 1_000_000,
    }),
  ),
} as const;

/** Rules of every weighted backend of a route. */
export const weightedBackendRules = [portRule] as const;

/** An object in the namespace of the referring one. */
export const localObjectReference = object('An object in the same namespace.', {
  group: required(groupName('API group of the object; empty for the core group.')),
  kind: required(kindName('Kind of the object.')),
  name: required(objectName('Name of the object.')),
});
