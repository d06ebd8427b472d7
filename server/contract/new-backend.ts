import { list, object, required, string } from '../model/schema/dsl.ts';
import type { Infer } from '../model/schema/types.ts';
import { label, namespaceName, port } from '../model/shared/scalars.ts';

/** What `POST /console/v1/backends` takes, and the page that asks for it. */
export const newBackend = object('Service NAME, and EndpointSlice NAME-1 for it.', {
  namespace: required(namespaceName('Namespace of both.')),
  name: required(label('Name of the Service.')),
  port: required(port('Port of the Service; the endpoints may listen on another.')),
  endpoints: required(
    list(
      'Where the servers listen.',
      object('One server.', {
        address: required(string('Its IP address.', { minLength: 1 })),
        port: required(port('Its port, the same for all of them.')),
      }),
      { minItems: 1 },
    ),
  ),
});

export type NewBackend = Infer<typeof newBackend>;
