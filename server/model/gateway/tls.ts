import { atomicList, mapList, object, required, rule, string, withDefault } from '../schema/dsl.ts';
import { unique } from '../schema/logic.ts';
import { groupName, kindName, namespaceName, objectName, port } from '../shared/scalars.ts';
import { secretReference } from './listener.ts';

const authority = object('A certificate authority.', {
  group: required(groupName('API group of the object; empty for the core group.')),
  kind: required(kindName('Kind of the object, such as ConfigMap.')),
  name: required(objectName('Name of the object.')),
  namespace: namespaceName('Namespace of the object; another than that of the Gateway needs a ReferenceGrant.'),
});

function clientTls(description: string) {
  return object(description, {
    validation: object('How certificates of clients are checked.', {
      caCertificateRefs: required(
        atomicList('Authorities that are trusted.', authority, { minItems: 1, maxItems: 16 }),
      ),
      mode: withDefault(
        'AllowValidOnly',
        string('Whether clients without a valid certificate are let in.', {
          enum: ['AllowValidOnly', 'AllowInsecureFallback'],
        }),
      ),
    }),
  });
}

/** `spec.tls`. */
export const gatewayTls = object('TLS towards backends and clients, for the whole Gateway.', {
  backend: object('Towards backends.', {
    clientCertificateRef: secretReference('The certificate that backends are shown.'),
  }),
  frontend: object('Towards clients.', {
    default: required(clientTls('For ports that perPort does not name.')),
    perPort: mapList(
      'For single ports.',
      ['port'],
      object('For one port.', {
        port: required(port('Port of the listeners that are meant.')),
        tls: required(clientTls('What applies to the port.')),
      }),
      {
        maxItems: 64,
        rules: [rule('Port for TLS configuration must be unique within the Gateway', unique('one.port == other.port'))],
      },
    ),
  }),
});
