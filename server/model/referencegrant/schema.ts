import { atomicList, object, required } from '../schema/dsl.ts';
import type { Infer } from '../schema/types.ts';
import { envelope } from '../shared/envelope.ts';
import { groupName, kindName, namespaceName, objectName, routeKinds } from '../shared/scalars.ts';

/** `spec` of a ReferenceGrant. */
export const referenceGrantSpec = object('Who may refer to what.', {
  from: required(
    atomicList(
      'Who may refer; any one of them is enough.',
      object('Objects of one kind in one namespace.', {
        group: required(
          groupName('API group of the referring objects; empty for the core group.', ['gateway.networking.k8s.io']),
        ),
        kind: required(
          kindName('Kind of the referring objects, such as HTTPRoute.', [
            ...routeKinds,
            'Gateway',
            'BackendTrafficPolicy',
          ]),
        ),
        namespace: required(namespaceName('Namespace of the referring objects.')),
      }),
      { minItems: 1, maxItems: 16 },
    ),
  ),
  to: required(
    atomicList(
      'What may be referred to, in the namespace of this grant.',
      object('Objects of one kind.', {
        group: required(groupName('API group of the objects; empty for the core group.', [''])),
        kind: required(
          kindName('Kind of the objects, such as Service.', ['Service', 'Secret', 'ConfigMap', 'Backend']),
        ),
        name: objectName('Name of one object; all of the kind where absent.'),
      }),
      { minItems: 1, maxItems: 16 },
    ),
  ),
});

/** ReferenceGrant without metadata. */
export const referenceGrantSchema = object('Lets objects of other namespaces refer to objects of this one.', {
  ...envelope,
  spec: required(referenceGrantSpec),
});

/** `spec` of an admitted ReferenceGrant. */
export type ReferenceGrantSpec = Infer<typeof referenceGrantSpec>;
